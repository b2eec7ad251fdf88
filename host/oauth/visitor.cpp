#include "oauth/visitor.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "oauth/client_authenticator.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::size_t kCookieBytes = 43;

bool isSecure(const identity::Addresses& addresses) {
    return addresses.issuer.starts_with("https://");
}

/// Over https the name itself makes the browser keep other hosts from setting it (RFC 6265bis
/// §4.1.3.2).
std::string cookieName(const identity::Addresses& addresses) {
    return isSecure(addresses) ? "__Host-toolhost" : "toolhost";
}

}  // namespace

base::Secret cookieOf(const Request& request, const identity::Addresses& addresses) {
    const auto name = cookieName(addresses) + '=';
    for (const auto field : valuesOf(request.headers, "Cookie")) {
        for (const auto pair : base::split(field, ';')) {
            const auto cookie = base::trim(pair);
            if (!cookie.starts_with(name)) continue;
            const auto value = cookie.substr(name.size());
            // Another length is none of ours.
            if (value.size() == kCookieBytes) return base::Secret(std::string(value));
        }
    }
    return {};
}

std::string settingCookie(const base::Secret& cookie, const identity::Addresses& addresses) {
    return cookieName(addresses) + '=' + std::string(cookie.reveal()) +
           "; Path=/; HttpOnly; SameSite=Lax" + (isSecure(addresses) ? "; Secure" : "");
}

bool isFromElsewhere(const Request& request, const identity::Addresses& addresses) {
    const auto is_other = [&request](std::string_view name, std::string_view own) {
        const auto values = valuesOf(request.headers, name);
        return std::any_of(
            values.begin(), values.end(), [own](std::string_view value) { return value != own; });
    };
    return is_other("Sec-Fetch-Site", "same-origin") || is_other("Origin", addresses.issuer);
}

}  // namespace toolhost::oauth
