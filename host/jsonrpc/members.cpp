#include "jsonrpc/members.hpp"

#include <algorithm>
#include <simdjson.h>

#include "base/json_text.hpp"
#include "base/text.hpp"

namespace toolhost::jsonrpc {
namespace {

using simdjson::ondemand::object;

constexpr std::size_t kMembersMax = 64;

base::Error notAnObject(simdjson::error_code code) {
    return {std::string("not a JSON object: ") + simdjson::error_message(code)};
}

/// Maps a span inside the padded copy back onto the caller's text.
std::string_view mapped(std::string_view span,
                        const simdjson::padded_string& copy,
                        std::string_view original) {
    const auto offset = static_cast<std::size_t>(span.data() - copy.data());
    std::string_view text = original.substr(offset, span.size());
    while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != text.npos) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace

base::Result<Members> Members::read(std::string_view text) {
    const simdjson::padded_string copy(text);
    if (!base::isJson(text)) return base::Error{"not valid JSON"};
    thread_local simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    object root;
    if (const auto code = parser.iterate(copy).get(document)) return notAnObject(code);
    if (const auto code = document.get_object().get(root)) return notAnObject(code);
    Members members;
    for (auto member : root) {
        std::string_view name;
        std::string_view span;
        if (const auto code = member.unescaped_key().get(name)) return notAnObject(code);
        std::string key(name);
        if (members.find(key)) return base::Error{"member " + base::quoted(key) + " comes twice"};
        if (members.members_.size() == kMembersMax) return base::Error{"too many members"};
        if (const auto code = simdjson::to_json_string(member.value()).get(span)) {
            return notAnObject(code);
        }
        members.members_.emplace_back(std::move(key), mapped(span, copy, text));
    }
    return members;
}

std::optional<std::string_view> Members::find(std::string_view name) const {
    const auto found = std::find_if(members_.begin(), members_.end(), [name](const auto& member) {
        return member.first == name;
    });
    if (found == members_.end()) return std::nullopt;
    return found->second;
}

std::optional<std::string> Members::findString(std::string_view name) const {
    const auto found = find(name);
    return found ? stringValue(*found) : std::nullopt;
}

bool Members::isObject(std::string_view name) const {
    const auto found = find(name);
    return found && !found->empty() && found->front() == '{';
}

std::optional<std::string> stringValue(std::string_view json) {
    if (json.empty() || json.front() != '"') return std::nullopt;
    thread_local simdjson::dom::parser parser;
    std::string_view value;
    if (parser.parse(simdjson::padded_string(json)).get(value)) return std::nullopt;
    return std::string(value);
}

}  // namespace toolhost::jsonrpc
