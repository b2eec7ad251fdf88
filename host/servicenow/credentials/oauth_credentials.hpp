#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "crypto/sealer.hpp"
#include "servicenow/credentials/credentials.hpp"
#include "servicenow/credentials/refusal_breaker.hpp"
#include "servicenow/credentials/subjects.hpp"
#include "servicenow/credentials/token_grant.hpp"
#include "servicenow/flight_cache.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

struct Endpoint;

/// Access tokens of an instance, one for each subject, kept while they are good: sealed, so that
/// neither a dump of memory nor a mix-up of entries gives one away. However many calls of a user
/// wait for a token, one request for it is under way.
class OAuthCredentials final : public Credentials {
public:
    /// What tells these credentials from others.
    struct Identity {
        Grant grant = Grant::JwtBearer;
        std::string client_id;
        /// Subjects are mail addresses, each of which must be one active user's alone.
        bool is_by_address = false;
    };

    /// `endpoint` outlives the credentials, which are part of it. Their requests stop when
    /// `closing` fires.
    OAuthCredentials(Endpoint& endpoint,
                     Identity identity,
                     Subjects subjects,
                     std::unique_ptr<TokenGrant> grant,
                     std::stop_token closing);

    void authorize(const Caller& caller, Then<Proof> then) override;
    After401 reject(const Caller& caller, const Proof& proof) override;
    [[nodiscard]] std::optional<std::string> sharedAccount() const override;

private:
    using Tokens = FlightCache<std::string>;  // sealed, bound to their key

    class Fetch;

    [[nodiscard]] std::string keyOf(const std::string& user, const std::string& subject) const;

    Endpoint& endpoint_;
    const Identity identity_;
    const Subjects subjects_;
    const std::unique_ptr<TokenGrant> grant_;
    const std::stop_token closing_;
    const crypto::Sealer sealer_;
    RefusalBreaker breaker_;
    Tokens tokens_;
};

}  // namespace toolhost::servicenow
