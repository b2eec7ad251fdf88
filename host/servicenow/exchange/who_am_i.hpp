#pragma once

#include <string>

#include "base/clock.hpp"
#include "outbound/message.hpp"
#include "servicenow/credentials/credentials.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// The user that an instance takes a request to come from.
struct WhoAmI {
    std::string sys_id;
    std::string user_name;
    std::string email;
};

/// Asks the Table API for the user's own record, which every user may read.
outbound::Request whoAmIRequest(const std::string& url,
                                const Proof& proof,
                                base::SteadyTime deadline);

/// Reads the answer to it.
Outcome<WhoAmI> readWhoAmI(outbound::Outcome answer, const std::string& instance);

}  // namespace toolhost::servicenow
