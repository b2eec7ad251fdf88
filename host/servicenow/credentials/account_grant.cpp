#include "servicenow/credentials/account_grant.hpp"

namespace toolhost::servicenow {

AccountGrant::AccountGrant(const InstanceSettings& settings)
    : grant_(settings.grant),
      client_id_(settings.client_id),
      client_secret_(settings.client_secret),
      password_(settings.password),
      refresh_token_(settings.refresh_token) {}

base::Result<TokenGrant::Form> AccountGrant::formFor(const std::string& subject, base::WallTime) {
    const std::lock_guard lock(mutex_);
    if (refresh_token_.empty()) return firstForm(subject);
    Form form = clientForm("refresh_token");
    form.emplace_back("refresh_token", std::string(refresh_token_.reveal()));
    return form;
}

TokenGrant::Form AccountGrant::firstForm(const std::string& subject) const {
    if (grant_ != Grant::Password) return clientForm("client_credentials");
    Form form = clientForm("password");
    form.emplace_back("username", subject);
    form.emplace_back("password", std::string(password_.reveal()));
    return form;
}

TokenGrant::Form AccountGrant::clientForm(const char* grant_type) const {
    return {{"grant_type", grant_type},
            {"client_id", client_id_},
            {"client_secret", std::string(client_secret_.reveal())}};
}

/// A refresh token that is no good any more is given up where something else can take its place.
TokenGrant::Next AccountGrant::settle(const TokenReply& reply) {
    const std::lock_guard lock(mutex_);
    if (!reply.refresh_token.empty()) refresh_token_ = reply.refresh_token;
    const bool was_refused =
        !reply.authorization && reply.authorization.problem().kind == Problem::Kind::Unauthorized;
    if (!was_refused || refresh_token_.empty() || grant_ == Grant::RefreshToken) return Next::Done;
    refresh_token_ = {};
    return Next::AskAgain;
}

}  // namespace toolhost::servicenow
