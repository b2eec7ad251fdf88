#include "mcp/header_check.hpp"

#include "base/text.hpp"
#include "mcp/header_value.hpp"

namespace toolhost::mcp {
namespace {

Refusal differs(const char* header, std::string_view sent, std::string_view body) {
    return headerMismatch(std::string(header) + " header " + base::quoted(sent) +
                          " differs from the body's " + base::quoted(body));
}

Refusal lacks(const char* header) {
    return headerMismatch(std::string(header) + " header is missing");
}

}  // namespace

std::optional<Refusal> findContradiction(const Headers& headers,
                                         const std::string& method,
                                         const std::string& version) {
    if (headers.protocol_version && *headers.protocol_version != version) {
        return differs("MCP-Protocol-Version", *headers.protocol_version, version);
    }
    if (headers.method && *headers.method != method) {
        return differs("Mcp-Method", *headers.method, method);
    }
    return std::nullopt;
}

std::optional<Refusal> findMissingHeader(const Headers& headers,
                                         const std::optional<std::string>& name) {
    if (!headers.protocol_version) return lacks("MCP-Protocol-Version");
    if (!headers.method) return lacks("Mcp-Method");
    if (!name) return std::nullopt;
    if (!headers.name) return lacks("Mcp-Name");
    const auto sent = decodeHeaderValue(*headers.name);
    if (!sent) {
        return headerMismatch("Mcp-Name header is not valid base64 between =?base64? and ?=");
    }
    if (*sent != *name) return differs("Mcp-Name", *sent, *name);
    return std::nullopt;
}

}  // namespace toolhost::mcp
