#pragma once

#include "servicenow/exchange/api_request.hpp"
#include "servicenow/exchange/caller.hpp"
#include "servicenow/exchange/endpoint.hpp"
#include "servicenow/exchange/row_stream.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// Asks an instance's REST API one thing as the caller: authorises, waits for its turn, sends. A
/// refused token is renewed once; "too many" or "unavailable" with Retry-After is obeyed once when
/// the deadline allows and nothing was carried out. `endpoint` outlives the caller's ticket. [any
/// thread]
void ask(Endpoint& endpoint, const Caller& caller, ApiRequest request, Then<ApiReply> then);

/// Like ask(), for a list: `take_row` is given the JSON text of each record as soon as it is there,
/// before `then`, whose reply has no result. Records that were handed on stay good when `then`
/// reports a problem. An error of `take_row` ends the transfer; its words are in the problem.
/// Both must neither block nor throw. [any thread]
void askForRows(Endpoint& endpoint,
                const Caller& caller,
                ApiRequest request,
                RowStream::TakeRow take_row,
                Then<ApiReply> then);

}  // namespace toolhost::servicenow
