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
/// tools/list
void listTools(const Offer& offer, const MethodCall& call, const MethodDone& done);
/// tools/call
void callTool(const Offer& offer, const MethodCall& call, const MethodDone& done);

/// The revision `initialize` settles on: the client's if it is served, else the latest with
/// sessions.
const Revision& settledRevision(std::string_view initialize_params);

/// The tool a tools/call names; absent when it names none.
std::optional<std::string> namedTool(std::string_view tools_call_params);

}  // namespace toolhost::mcp
