#pragma once

#include <string_view>

#include "mcp/methods/call_context.hpp"

namespace toolhost::mcp {

using Method = void (*)(const Offer&, const MethodCall&, const MethodDone&);

/// The method of that name in that revision, or null.
Method findMethod(const Revision& revision, std::string_view name);

/// server/discover (2026-07-28): what this host serves.
void discover(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// initialize (session revisions): settles on a revision. The endpoint opens the session.
void initialize(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// ping (session revisions).
void ping(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// tools/list, prompts/list, resources/list, resources/templates/list
void listTools(const Offer& offer, const MethodCall& call, const MethodDone& done);
void listPrompts(const Offer& offer, const MethodCall& call, const MethodDone& done);
void listResources(const Offer& offer, const MethodCall& call, const MethodDone& done);
void listResourceTemplates(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// tools/call
void callTool(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// prompts/get
void getPrompt(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// resources/read
void readResource(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// resources/subscribe and resources/unsubscribe (session revisions, where notifications can go)
void subscribe(const Offer& offer, const MethodCall& call, const MethodDone& done);
void unsubscribe(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// subscriptions/listen (2026-07-28): answers when the subscription ends.
void listen(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// logging/setLevel (session revisions)
void setLevel(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// completion/complete
void complete(const Offer& offer, const MethodCall& call, const MethodDone& done);

/// tasks/get, tasks/update and tasks/cancel (extension io.modelcontextprotocol/tasks)
void getTask(const Offer& offer, const MethodCall& call, const MethodDone& done);
void updateTask(const Offer& offer, const MethodCall& call, const MethodDone& done);
void cancelTask(const Offer& offer, const MethodCall& call, const MethodDone& done);

/// The revision `initialize` settles on: the client's if it is served, else the latest with
/// sessions.
const Revision& settledRevision(std::string_view initialize_params);

/// What the client can be asked, as `initialize` says (ClientCapabilities, JSON text).
std::string settledCapabilities(std::string_view initialize_params);

/// What a request names that it wants done, for Mcp-Name (MCP 2026-07-28, transports): a tool, a
/// prompt or a resource's URI; absent for other methods, and when it names none.
std::optional<std::string> namedIn(const jsonrpc::Request& request);

}  // namespace toolhost::mcp
