#include "servicenow/credentials/jwt_bearer_grant.hpp"

#include <utility>

namespace toolhost::servicenow {
namespace {

constexpr const char* kGrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

}  // namespace

JwtBearerGrant::JwtBearerGrant(const InstanceSettings& settings, AssertionSigner signer)
    : client_id_(settings.client_id),
      client_secret_(settings.client_secret),
      signer_(std::move(signer)) {}

base::Result<TokenGrant::Form> JwtBearerGrant::formFor(const std::string& subject,
                                                       base::WallTime now) {
    auto assertion = signer_.assertionFor(subject, now);
    if (!assertion) return assertion.error();
    Form form = {{"grant_type", kGrantType},
                 {"client_id", client_id_},
                 {"assertion", std::move(assertion).value()}};
    if (!client_secret_.empty()) {
        form.emplace_back("client_secret", std::string(client_secret_.reveal()));
    }
    return form;
}

}  // namespace toolhost::servicenow
