#pragma once

#include <string>

#include "base/secret.hpp"
#include "servicenow/credentials/assertion.hpp"
#include "servicenow/credentials/credentials.hpp"
#include "servicenow/flight_cache.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

struct Endpoint;

/// RFC 7523: an assertion that we sign is exchanged for the user's own token, which is kept while
/// it is good. However many calls of a user wait for a token, one exchange is under way.
class JwtBearerCredentials final : public Credentials {
public:
    /// `endpoint` outlives the credentials, which are part of it. Its exchanges stop when `closing`
    /// fires.
    JwtBearerCredentials(Endpoint& endpoint,
                         const InstanceSettings& settings,
                         AssertionSigner signer,
                         std::stop_token closing);

    void authorize(const Caller& caller, Then<base::Secret> then) override;
    After401 reject(const std::string& user, const base::Secret& authorization) override;

private:
    using Tokens = FlightCache<base::Secret>;

    class Exchange;

    Endpoint& endpoint_;
    const std::string client_id_;
    const base::Secret client_secret_;
    const AssertionSigner signer_;
    const std::stop_token closing_;
    Tokens tokens_;
};

}  // namespace toolhost::servicenow
