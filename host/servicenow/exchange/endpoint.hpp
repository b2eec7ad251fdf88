#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "crypto/sealer.hpp"
#include "outbound/client.hpp"
#include "servicenow/credentials/credentials.hpp"
#include "servicenow/exchange/schedule.hpp"

namespace toolhost::servicenow {

/// What the room uses of the host. All of it outlives the room.
struct Surroundings {
    outbound::Client& client;
    const base::Clock& clock;
    base::Log& log;
    /// Seals cursors.
    const crypto::Sealer& sealer;
};

/// Where one instance is and how it is entered.
struct Endpoint {
    std::string name;
    std::string url;  ///< scheme, host and port; no slash at the end
    Surroundings host;
    Schedule schedule;
    std::unique_ptr<Credentials> credentials;
};

}  // namespace toolhost::servicenow
