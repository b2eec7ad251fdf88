#pragma once

#include <optional>
#include <variant>

#include "jsonrpc/members.hpp"
#include "mcp/methods/call_context.hpp"

namespace toolhost::mcp {

/// The _meta of a request's params; none when it is absent or no object.
std::optional<jsonrpc::Members> metaOf(const jsonrpc::Members& params);

/// What a request's params say beside its arguments: _meta without what is the protocol's, what the
/// client can be asked, its answers and the state they go with. Refuses malformed ones, and state
/// that was not given for that occasion.
std::variant<tools::Particulars, Refusal> particularsOf(const MethodCall& call,
                                                        const jsonrpc::Members& params,
                                                        const std::optional<jsonrpc::Members>& meta,
                                                        const RoundTrips& trips,
                                                        const Occasion& occasion);

/// What the client can be asked here (ClientCapabilities, JSON text): what it says of itself, and
/// in a session nothing where a request cannot reach it.
std::string capabilitiesOf(const MethodCall& call, const std::optional<jsonrpc::Members>& meta);

}  // namespace toolhost::mcp
