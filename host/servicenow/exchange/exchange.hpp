#pragma once

#include "servicenow/exchange/api_request.hpp"
#include "servicenow/exchange/caller.hpp"
#include "servicenow/exchange/endpoint.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// Asks an instance's REST API one thing as the caller: authorises, waits for its turn, sends. A
/// refused token is renewed once; "too many" or "unavailable" with Retry-After is obeyed once for a
/// read, when the deadline allows. `endpoint` outlives the caller's ticket. [any thread]
void ask(Endpoint& endpoint, const Caller& caller, ApiRequest request, Then<ApiReply> then);

}  // namespace toolhost::servicenow
