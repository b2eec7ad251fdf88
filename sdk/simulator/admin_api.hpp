#pragma once

#include "simulator/auth/tokens.hpp"
#include "simulator/faults.hpp"
#include "simulator/message.hpp"
#include "simulator/request_log.hpp"

namespace toolhost::sim {

/// /__sim/...: how tests make the instance misbehave and see what it was asked. Needs no sign-in,
/// so it is served only with --admin. Any thread may use it.
class AdminApi {
public:
    /// Everything outlives the object.
    AdminApi(Faults& faults, RequestLog& requests, Tokens& tokens)
        : faults_(faults), requests_(requests), tokens_(tokens) {}

    Reply answer(const Request& request);

private:
    Reply addFault(const Request& request);

    Faults& faults_;
    RequestLog& requests_;
    Tokens& tokens_;
};

}  // namespace toolhost::sim
