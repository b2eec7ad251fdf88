#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include "calls/runner.hpp"
#include "identity/principal.hpp"
#include "jsonrpc/message.hpp"
#include "mcp/argument_headers.hpp"
#include "mcp/list_cursors.hpp"
#include "mcp/listeners.hpp"
#include "mcp/refusal.hpp"
#include "mcp/result.hpp"
#include "mcp/revisions/down_convert.hpp"
#include "mcp/revisions/revision.hpp"
#include "mcp/round_trips.hpp"
#include "mcp/sessions/peer.hpp"
#include "mcp/settings.hpp"
#include "mcp/way_back.hpp"
#include "tasks/tasks.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::mcp {

/// What methods work with: what there is at that moment, and what outlives every call.
struct Offer {
    std::shared_ptr<const tools::Catalogue> catalogue;
    /// The catalogue as each revision lists it, made once.
    std::map<const Revision*, Lists> lists;
    calls::Runner& runner;
    const RoundTrips& round_trips;
    const ListCursors& cursors;
    Listeners& listeners;
    const Settings& settings;
    /// Null where no call goes on as a task.
    tasks::Tasks* tasks;
};

/// One request for a method. `request` and the Offer beside it are borrowed until the method
/// returns.
struct MethodCall {
    const jsonrpc::Request& request;
    const Revision& revision;
    std::shared_ptr<const identity::Principal> principal;
    std::stop_token caller_left;
    std::shared_ptr<WayBack> way{};
    /// The session's or connection's other end; null for a stateless request over HTTP.
    std::shared_ptr<Peer> peer{};
    /// Over HTTP: the fields that repeat arguments; see Headers::params. On a connection: absent.
    std::optional<HeaderParams> header_params{};
};

/// A result object's JSON text, or why there is none.
using MethodResult = std::variant<std::string, Refusal>;

/// Takes the result: exactly once, from any thread, perhaps before the method returns.
using MethodDone = std::function<void(MethodResult)>;

}  // namespace toolhost::mcp
