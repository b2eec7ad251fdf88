#include "schema/json_pointer.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace toolhost::schema {
namespace {

std::optional<std::string> unescaped(std::string_view token) {
    std::string name;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] != '~') {
            name += token[i];
            continue;
        }
        const char code = i + 1 < token.size() ? token[++i] : '\0';
        if (code != '0' && code != '1') return std::nullopt;
        name += code == '0' ? '~' : '/';
    }
    return name;
}

std::optional<std::size_t> arrayIndex(const std::string& token) {
    if (token.empty() || (token.size() > 1 && token.front() == '0')) return std::nullopt;
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
    return index;
}

}  // namespace

std::string pointerToken(std::string_view name) {
    std::string token = "/";
    for (const char c : name) {
        if (c == '~') {
            token += "~0";
        } else if (c == '/') {
            token += "~1";
        } else {
            token += c;
        }
    }
    return token;
}

std::optional<std::vector<std::string>> pointerTokens(std::string_view pointer) {
    std::vector<std::string> tokens;
    if (pointer.empty()) return tokens;
    if (pointer.front() != '/') return std::nullopt;
    for (const auto part : base::split(pointer.substr(1), '/')) {
        auto token = unescaped(part);
        if (!token) return std::nullopt;
        tokens.push_back(std::move(*token));
    }
    return tokens;
}

const nlohmann::json* childAt(const nlohmann::json& value, const std::string& token) {
    if (value.is_object()) {
        const auto found = value.find(token);
        return found == value.end() ? nullptr : &*found;
    }
    if (!value.is_array()) return nullptr;
    const auto index = arrayIndex(token);
    return index && *index < value.size() ? &value[*index] : nullptr;
}

}  // namespace toolhost::schema
