#pragma once

#include <string>

#include "servicenow/credentials/assertion.hpp"
#include "servicenow/credentials/token_grant.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

/// RFC 7523: an assertion that we sign names the user.
class JwtBearerGrant final : public TokenGrant {
public:
    JwtBearerGrant(const InstanceSettings& settings, AssertionSigner signer);

    [[nodiscard]] base::Result<Form> formFor(const std::string& subject,
                                             base::WallTime now) override;

private:
    const std::string client_id_;
    const base::Secret client_secret_;
    const AssertionSigner signer_;
};

}  // namespace toolhost::servicenow
