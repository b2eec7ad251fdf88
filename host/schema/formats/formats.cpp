#include "schema/formats/formats.hpp"

#include <algorithm>
#include <array>

#include "schema/formats/addresses.hpp"
#include "schema/formats/dates.hpp"
#include "schema/json_pointer.hpp"
#include "schema/patterns/pattern.hpp"

namespace toolhost::schema {
namespace {

bool isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// RFC 4122 §3
bool isUuid(std::string_view text) {
    constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return std::equal(text.begin(), text.end(), kShape.begin(), kShape.end(), [](char c, char at) {
        return at == '-' ? c == '-' : isHexDigit(c);
    });
}

bool isJsonPointer(std::string_view text) {
    return pointerTokens(text).has_value();
}

/// draft-bhutton-relative-json-pointer-00 §3
bool isRelativeJsonPointer(std::string_view text) {
    const auto digits = text.find_first_not_of("0123456789");
    const auto levels = text.substr(0, digits);
    if (levels.empty() || (levels.size() > 1 && levels.front() == '0')) return false;
    const auto rest = text.substr(levels.size());
    return rest == "#" || isJsonPointer(rest);
}

bool isRegex(std::string_view text) {
    return Pattern::compile(text).ok();
}

constexpr std::array<Format, 14> kFormats = {
    {{"date", "a date such as 2026-01-31", isDate},
     {"date-time", "a date and time such as 2026-01-31T23:59:59Z", isDateTime},
     {"duration", "an ISO 8601 duration such as P1DT12H", isDuration},
     {"email", "an e-mail address", isEmail},
     {"hostname", "a host name", isHostname},
     {"ipv4", "an IPv4 address", isIpv4},
     {"ipv6", "an IPv6 address", isIpv6},
     {"json-pointer", "a JSON Pointer", isJsonPointer},
     {"regex", "a regular expression (ECMA-262)", isRegex},
     {"relative-json-pointer", "a relative JSON Pointer", isRelativeJsonPointer},
     {"time", "a time with an offset such as 23:59:59Z", isTime},
     {"uri", "an absolute URI", isUri},
     {"uri-reference", "a URI or a relative reference", isUriReference},
     {"uuid", "a UUID", isUuid}}};

}  // namespace

const Format* findFormat(std::string_view name) {
    const auto found = std::find_if(kFormats.begin(), kFormats.end(), [name](const auto& format) {
        return format.name == name;
    });
    return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace toolhost::schema
