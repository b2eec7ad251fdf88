#include "http/mcp_message.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace toolhost::http {
namespace {

constexpr std::string_view kParamPrefix = "Mcp-Param-";

std::optional<std::string> textField(const Fields& fields, std::string_view name) {
    const auto found = findField(fields, name);
    if (!found) return std::nullopt;
    return std::string(base::trim(*found));
}

/// Whether one of the media ranges in Accept is one of those named.
bool accepts(const Fields& fields, std::initializer_list<std::string_view> ranges) {
    for (const auto accept : findFields(fields, "Accept")) {
        for (const auto part : base::split(accept, ',')) {
            const auto range = base::trim(base::split(part, ';').front());
            const bool is_one = std::any_of(ranges.begin(), ranges.end(), [range](auto one) {
                return base::equalsIgnoringCase(range, one);
            });
            if (is_one) return true;
        }
    }
    return false;
}

}  // namespace

mcp::Headers mcpHeaders(const Fields& fields) {
    mcp::Headers headers{.protocol_version = textField(fields, "MCP-Protocol-Version"),
                         .method = textField(fields, "Mcp-Method"),
                         .name = textField(fields, "Mcp-Name"),
                         .session_id = textField(fields, "Mcp-Session-Id"),
                         .last_event_id = textField(fields, "Last-Event-ID")};
    for (const auto& [name, value] : fields) {
        const std::string_view all = name;
        if (!base::equalsIgnoringCase(all.substr(0, kParamPrefix.size()), kParamPrefix)) continue;
        headers.params.emplace_back(all.substr(kParamPrefix.size()), base::trim(value));
    }
    return headers;
}

std::optional<Response> objectionToBody(const Fields& fields) {
    const auto type = findField(fields, "Content-Type");
    const bool is_json =
        !type ||
        base::equalsIgnoringCase(base::trim(base::split(*type, ';').front()), "application/json");
    if (is_json) return std::nullopt;
    return refusal(415, "Content-Type must be application/json");
}

bool acceptsStream(const Fields& fields) {
    return !findField(fields, "Accept") || accepts(fields, {"text/event-stream", "text/*", "*/*"});
}

bool asksForStream(const Fields& fields) {
    return accepts(fields, {"text/event-stream"});
}

Response responseOf(mcp::Outbound outbound) {
    Response response{outbound.http_status, {}, std::move(outbound.body)};
    if (!response.body.empty()) response.fields.emplace_back("Content-Type", "application/json");
    if (!outbound.session_id.empty()) {
        response.fields.emplace_back("Mcp-Session-Id", std::move(outbound.session_id));
    }
    if (outbound.retry_after) {
        response.fields.emplace_back("Retry-After", std::to_string(outbound.retry_after->count()));
    }
    return response;
}

Response notAllowed(const char* allowed, const char* what) {
    Response response = refusal(405, what);
    response.fields.emplace_back("Allow", allowed);
    return response;
}

}  // namespace toolhost::http
