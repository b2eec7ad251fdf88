#include "jsonrpc/message.hpp"

#include <optional>

#include "base/json_text.hpp"

namespace toolhost::jsonrpc {
namespace {

Malformed invalid(std::string message) {
    return {kInvalidRequest, std::move(message)};
}

std::string_view withoutLeadingSpace(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

bool isInteger(std::string_view json) {
    if (!json.empty() && json.front() == '-') json.remove_prefix(1);
    constexpr std::size_t kDigitsMax = 19;
    return !json.empty() && json.size() <= kDigitsMax &&
           json.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The id if it is one JSON-RPC allows here: a string or an integer, never null.
std::optional<Id> idOf(std::string_view json) {
    constexpr std::size_t kIdBytesMax = 1024;
    if (json.size() > kIdBytesMax) return std::nullopt;
    if (isInteger(json) || json.front() == '"') return Id{std::string(json)};
    return std::nullopt;
}

/// `params` as an object's text, empty when there are none.
base::Result<std::string_view> paramsOf(const Members& members) {
    const auto params = members.find("params");
    if (!params) return std::string_view();
    if (!members.isObject("params")) return base::Error{"params must be an object"};
    return *params;
}

Message responseOf(const Members& members, const Id& id) {
    const auto result = members.find("result");
    const auto error = members.find("error");
    if (result && error) return invalid("a response has a result or an error, not both");
    return Response{id, result.value_or(std::string_view()), error.value_or(std::string_view())};
}

Message messageOf(const Members& members) {
    if (members.findString("jsonrpc") != "2.0") return invalid("jsonrpc must be \"2.0\"");
    const auto id_json = members.find("id");
    const auto id = id_json ? idOf(*id_json) : std::nullopt;
    if (id_json && !id) return invalid("id must be a string or an integer");
    if (!members.find("method")) {
        const bool answers = id && (members.find("result") || members.find("error"));
        return answers ? responseOf(members, *id) : invalid("method is missing");
    }
    auto method = members.findString("method");
    if (!method) return invalid("method must be a string");
    const auto params = paramsOf(members);
    if (!params.ok()) return invalid(params.error().what);
    if (!id) return Notification{std::move(*method), params.value()};
    return Request{*id, std::move(*method), params.value()};
}

}  // namespace

Message decode(std::string_view text) {
    const auto body = withoutLeadingSpace(text);
    const char first = body.empty() ? '\0' : body.front();
    if (first == '{') {
        const auto members = Members::read(body);
        if (members.ok()) return messageOf(members.value());
        if (base::isJson(body)) return invalid(members.error().what);
        return Malformed{kParseError, "the body is not JSON"};
    }
    if (!base::isJson(body)) return Malformed{kParseError, "the body is not JSON"};
    if (first == '[') return Batch{body};
    return invalid("a message must be a JSON object");
}

}  // namespace toolhost::jsonrpc
