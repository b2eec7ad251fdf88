#pragma once

#include <string_view>

#include "simulator/auth/oauth_client.hpp"
#include "simulator/records.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// How assertions of a client under that key id are checked, as oauth_jwt, jwt_verifier_map and
/// sys_certificate have it now. The refusal's message is the true reason, for the simulator's own
/// log; the client never sees it.
Result<JwtVerifier> findVerifier(std::string_view client_id,
                                 std::string_view kid,
                                 Records& records,
                                 Seconds now);

}  // namespace toolhost::sim
