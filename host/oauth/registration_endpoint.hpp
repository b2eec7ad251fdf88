#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "identity/addresses.hpp"
#include "identity/clients.hpp"
#include "oauth/exchange.hpp"
#include "oauth/refusal.hpp"
#include "oauth/registration_tokens.hpp"
#include "oauth/settings.hpp"
#include "oauth/witness.hpp"

namespace toolhost::oauth {

/// POST /oauth/register: lets a client register itself (RFC 7591), if the settings let it. At most
/// ten an hour from one address, and at most a thousand clients in all that came so. Blocks;
/// thread-safe; what it is given by reference outlives it.
class RegistrationEndpoint {
public:
    static constexpr unsigned kPerHourAndAddress = 10;
    static constexpr std::size_t kClientsMax = 1000;

    struct Parts {
        const identity::Addresses& addresses;
        const Settings& settings;
        identity::Clients& clients;
        const RegistrationTokens& tokens;
        const Witness& witness;
        const base::Clock& clock;
    };

    explicit RegistrationEndpoint(const Parts& parts);

    [[nodiscard]] bool isOpen() const { return registration_ != Registration::Off; }

    [[nodiscard]] Response answer(const Request& request);

private:
    /// How many came from one address in the hour that began then.
    struct Hour {
        base::SteadyTime began;
        unsigned count = 0;
    };

    [[nodiscard]] std::optional<Refusal> admissionFault(const Request& request);
    [[nodiscard]] bool hasToken(const Request& request) const;
    [[nodiscard]] bool isTooMany(const std::string& peer);
    [[nodiscard]] Response registerAs(const identity::ClientRequest& wanted,
                                      const Request& request);
    [[nodiscard]] Response refuse(const Refusal& refusal, const Request& request) const;

    const identity::Addresses addresses_;
    const Registration registration_;
    identity::Clients& clients_;
    const RegistrationTokens& tokens_;
    const Witness& witness_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Hour> hours_;  // by address; guarded by mutex_
};

}  // namespace toolhost::oauth
