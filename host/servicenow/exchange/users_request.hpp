#pragma once

#include <string>

#include "base/clock.hpp"
#include "outbound/message.hpp"
#include "servicenow/credentials/credentials.hpp"
#include "servicenow/exchange/schedule.hpp"

namespace toolhost::servicenow {

/// What is asked of an instance's users before a proof is used for anything else.
struct UsersQuestion {
    std::string query;   ///< an encoded query
    std::string fields;  ///< a comma list
    int limit = 1;
};

/// Asks the Table API for users, by that proof.
outbound::Request usersRequest(const std::string& url,
                               const Proof& proof,
                               const UsersQuestion& question,
                               base::SteadyTime deadline);

/// What rate rules tell such requests by.
Lane usersLane(const std::string& user);

}  // namespace toolhost::servicenow
