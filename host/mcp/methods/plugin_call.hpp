#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "calls/runner.hpp"
#include "jsonrpc/members.hpp"
#include "mcp/methods/call_context.hpp"

namespace toolhost::mcp {

/// What a request asks a plugin for. Its spans borrow the request.
struct PluginCall {
    calls::Order order;
    jsonrpc::Members params;
    std::optional<jsonrpc::Members> meta;
    /// How the call may go on as a task; absent where it may not.
    std::optional<tasks::Start> as_task{};
};

/// The request's call of that callable, which gets these arguments.
PluginCall pluginCall(const MethodCall& call,
                      const std::shared_ptr<tools::Callable>& callable,
                      std::string arguments,
                      const jsonrpc::Members& params);

/// Makes a method's result of an answer that asks the user nothing.
using MakeResult = std::function<MethodResult(const Revision&, tools::Answer)>;

/// Runs it, and keeps what the plugin asks the user between this request and the next. A state that
/// was not given for this call is refused, and that is recorded.
void runInPlugin(const Offer& offer,
                 const MethodCall& call,
                 PluginCall asked,
                 const MakeResult& make_result,
                 const MethodDone& done);

/// The refusal that a fault says.
Refusal refusalOf(const tools::Fault& fault);

/// The result of a method other than tools/call, where words in place of a result are an error of
/// the protocol.
MethodResult plainResult(const Revision& revision,
                         tools::Answer answer,
                         std::optional<CacheHint> cache = std::nullopt);

}  // namespace toolhost::mcp
