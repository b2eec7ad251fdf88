#pragma once

#include <functional>

#include "base/result.hpp"
#include "outbound/message.hpp"
#include "servicenow/exchange/caller.hpp"
#include "servicenow/exchange/schedule.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

struct Endpoint;

/// Sends one request when its turn comes, and takes in what the answer says of the instance's pace:
/// for what has to be asked before an exchange can be. `make` writes the request when it goes, so
/// that nothing in it grows old while it waits. `then` gets what came of sending it, or why it was
/// not sent. `endpoint` outlives it. [any thread]
void sendInTurn(Endpoint& endpoint,
                const Caller& caller,
                const Lane& lane,
                std::function<base::Result<outbound::Request>()> make,
                Then<outbound::Outcome> then);

}  // namespace toolhost::servicenow
