#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "outbound/message.hpp"
#include "servicenow/credentials/credentials.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// Asks for the active users who have that mail address. An instance keeps user names apart, but
/// not mail addresses: an assertion that names its user by one could speak for whoever else has it.
outbound::Request namesakesRequest(const std::string& url,
                                   const Proof& proof,
                                   const std::string& email,
                                   base::SteadyTime deadline);

/// Reads the answer: why nothing is done in the name of that address; absent when it is known to be
/// one user's alone.
std::optional<Problem> findNamesakes(outbound::Outcome answer,
                                     const std::string& instance,
                                     const std::string& email);

}  // namespace toolhost::servicenow
