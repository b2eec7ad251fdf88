#pragma once

#include <mutex>
#include <string>

#include "servicenow/credentials/token_grant.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

/// The grants that stand for one account whoever calls: password, client credentials, and a refresh
/// token that an administrator obtained once. A refresh token that the instance hands out is used
/// before anything else, so that a password is sent as seldom as possible.
class AccountGrant final : public TokenGrant {
public:
    explicit AccountGrant(const InstanceSettings& settings);

    [[nodiscard]] base::Result<Form> formFor(const std::string& subject,
                                             base::WallTime now) override;
    Next settle(const TokenReply& reply) override;

private:
    [[nodiscard]] Form firstForm(const std::string& subject) const;
    [[nodiscard]] Form clientForm(const char* grant_type) const;

    const Grant grant_;
    const std::string client_id_;
    const base::Secret client_secret_;
    const base::Secret password_;
    std::mutex mutex_;
    base::Secret refresh_token_;  // guarded by mutex_
};

}  // namespace toolhost::servicenow
