#include "oauth/form.hpp"

#include <simdjson.h>
#include <utility>

#include "base/text.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::size_t kBodyBytesMax = 64U << 10U;
constexpr std::size_t kFieldsMax = 64;
constexpr std::string_view kRepeatable = "resource";

/// RFC 3986 §2.3.
bool isUnreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
}

int digitValue(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The byte that "XX" stands for; negative when it is not two digits.
int byteValue(std::string_view digits) {
    if (digits.size() < 2) return -1;
    const int high = digitValue(digits[0]);
    const int low = digitValue(digits[1]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool isText(std::string_view text) {
    return text.find('\0') == std::string_view::npos &&
           simdjson::validate_utf8(text.data(), text.size());
}

base::Result<std::string> readText(std::string_view encoded) {
    auto text = decodeFormText(encoded);
    if (!text) return base::Error{"the form has a '%' without two digits"};
    if (!isText(*text)) return base::Error{"the form is not UTF-8 text without NUL"};
    return *std::move(text);
}

/// "name=value", or a name alone.
base::Result<std::pair<std::string, std::string>> readField(std::string_view pair) {
    const auto equals = pair.find('=');
    auto name = readText(pair.substr(0, equals));
    if (!name) return name.error();
    auto value = readText(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    if (!value) return value.error();
    return std::pair(std::move(name).value(), std::move(value).value());
}

}  // namespace

Form::Form(Fields fields) : fields_(std::move(fields)) {}

const std::string* Form::find(std::string_view name) const {
    const auto field = fields_.find(name);
    return field == fields_.end() || field->second.empty() ? nullptr : &field->second;
}

std::string Form::text(std::string_view name) const {
    const auto* value = find(name);
    return value == nullptr ? std::string() : *value;
}

std::vector<std::string> Form::all(std::string_view name) const {
    std::vector<std::string> values;
    const auto [first, last] = fields_.equal_range(name);
    for (auto field = first; field != last; ++field) {
        values.push_back(field->second);
    }
    return values;
}

base::Result<Form> parseForm(std::string_view body) {
    if (body.size() > kBodyBytesMax) return base::Error{"the form is longer than 64 KiB"};
    Form::Fields fields;
    for (const auto pair : base::split(body, '&')) {
        if (pair.empty()) continue;
        auto field = readField(pair);
        if (!field) return field.error();
        if (fields.size() == kFieldsMax) return base::Error{"the form has more than 64 fields"};
        const auto& name = field.value().first;
        if (name != kRepeatable && fields.contains(name)) {
            return base::Error{"the form has a field twice"};
        }
        fields.insert(std::move(field).value());
    }
    return Form(std::move(fields));
}

std::string encodeFormText(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (isUnreserved(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += {'%', kDigits[byte >> 4U], kDigits[byte & 0xfU]};
    }
    return encoded;
}

std::optional<std::string> decodeFormText(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const int byte = byteValue(text.substr(i + 1, 2));
        if (byte < 0) return std::nullopt;
        decoded += static_cast<char>(byte);
        i += 2;
    }
    return decoded;
}

}  // namespace toolhost::oauth
