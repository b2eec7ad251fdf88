#include "jsonrpc/encode.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <simdjson.h>

namespace toolhost::jsonrpc {
namespace {

/// Whether the character may not stand in a JSON string as it is (RFC 8259 §7).
bool needsEscape(char c) {
    return c == '"' || c == '\\' || (c >= 0 && c < ' ');
}

void appendEscaped(std::string& text, char c) {
    constexpr std::string_view kNamed = "\"\\\b\f\n\r\t";
    constexpr std::string_view kNames = "\"\\bfnrt";
    constexpr std::string_view kDigits = "0123456789abcdef";
    text += '\\';
    if (const auto at = kNamed.find(c); at != std::string_view::npos) {
        text += kNames[at];
        return;
    }
    text += "u00";
    text += kDigits[static_cast<std::size_t>(c) / kDigits.size()];
    text += kDigits[static_cast<std::size_t>(c) % kDigits.size()];
}

std::string encodeValid(std::string_view text) {
    std::string encoded = "\"";
    encoded.reserve(text.size() + text.size() / 4 + 2);  // JSON within JSON is mostly quotes
    while (!text.empty()) {
        const auto* const plain_end = std::find_if(text.begin(), text.end(), needsEscape);
        encoded.append(text.begin(), plain_end);
        text.remove_prefix(static_cast<std::size_t>(plain_end - text.begin()));
        if (text.empty()) break;
        appendEscaped(encoded, text.front());
        text.remove_prefix(1);
    }
    encoded += '"';
    return encoded;
}

}  // namespace

std::string encodeResult(const Id& id, std::string_view result) {
    std::string text = R"({"jsonrpc":"2.0","id":)";
    text.reserve(text.size() + id.json.size() + result.size() + 12);
    text += id.json;
    text += R"(,"result":)";
    text += result;
    text += '}';
    return text;
}

std::string encodeError(const std::optional<Id>& id, const Error& error) {
    std::string text = R"({"jsonrpc":"2.0",)";
    if (id) text += R"("id":)" + id->json + ',';
    text += R"("error":{"code":)" + std::to_string(error.code) + R"(,"message":)";
    text += encodeString(error.message);
    if (!error.data.empty()) text += R"(,"data":)" + error.data;
    text += "}}";
    return text;
}

std::string encodeString(std::string_view text) {
    if (simdjson::validate_utf8(text.data(), text.size())) return encodeValid(text);
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace toolhost::jsonrpc
