#pragma once

#include <string>
#include <string_view>

#include "simulator/auth/oauth_client.hpp"
#include "simulator/result.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// What a verified JWT bearer assertion says.
struct Assertion {
    std::string subject;
    std::string id;  ///< jti, if it has one
    Seconds expires;
};

/// The key id that a token names, nothing of which has been checked; "" when it names none.
std::string keyIdOf(std::string_view token);

/// Checks an assertion of that client, claim by claim (RFC 7523 §3). The refusal's message
/// is the true reason, for the simulator's own log; the client never sees it.
Result<Assertion> verifyAssertion(std::string_view token,
                                  const std::string& client_id,
                                  const JwtVerifier& verifier,
                                  Seconds now);

}  // namespace toolhost::sim
