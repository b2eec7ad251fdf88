#pragma once

#include <optional>

#include "http/exchange.hpp"
#include "mcp/exchange.hpp"

namespace toolhost::http {

/// The fields of a request that MCP defines.
mcp::Headers mcpHeaders(const Fields& fields);

/// Why the body of a POST is not looked at: it is said to be something else than JSON. A missing
/// type is let pass; clients leave it out.
std::optional<Response> objectionToBody(const Fields& fields);

/// Whether the Accept field lets an event stream come back. A missing one accepts anything.
bool acceptsStream(const Fields& fields);

/// Whether the Accept field names event streams.
bool asksForStream(const Fields& fields);

/// The HTTP response that says it.
Response responseOf(mcp::Outbound outbound);

/// The response that names the methods there are.
Response notAllowed(const char* allowed, const char* what);

}  // namespace toolhost::http
