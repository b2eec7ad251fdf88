#include "http/origin.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace toolhost::http {
namespace {

/// "https://Host:8443" -> "host:8443"; empty when it has no scheme.
std::string authorityOf(std::string_view origin) {
    const auto scheme_end = origin.find("://");
    if (scheme_end == std::string_view::npos) return {};
    return base::toLower(origin.substr(scheme_end + 3));
}

/// "localhost:8080" -> "localhost", "[::1]:8080" -> "[::1]". Empty when what follows is no port.
std::string_view hostOf(std::string_view authority) {
    const auto colon = authority.rfind(':');
    const bool has_port = colon != std::string_view::npos && authority.back() != ']';
    if (!has_port) return authority;
    const auto port = authority.substr(colon + 1);
    if (port.empty() || port.find_first_not_of("0123456789") != port.npos) return {};
    return authority.substr(0, colon);
}

bool isLoopbackName(std::string_view host) {
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace

OriginPolicy::OriginPolicy(std::string own_origin,
                           std::vector<std::string> allowed,
                           bool is_loopback)
    : own_origin_(std::move(own_origin)), allowed_(std::move(allowed)), is_loopback_(is_loopback) {}

std::optional<std::string> OriginPolicy::findObjection(const Fields& fields) const {
    if (findFields(fields, "Origin").size() > 1) return "more than one Origin";
    if (const auto origin = findField(fields, "Origin"); origin && !isAllowedOrigin(*origin)) {
        return "Origin " + base::quoted(*origin) + " is not allowed; see listen.allowed_origins";
    }
    const auto host = findField(fields, "Host");
    if (is_loopback_ && host && !isAllowedHost(*host)) {
        return "Host " + base::quoted(*host) + " does not name this machine";
    }
    return std::nullopt;
}

bool OriginPolicy::isAllowedOrigin(std::string_view origin) const {
    if (base::equalsIgnoringCase(origin, own_origin_)) return true;
    if (std::find(allowed_.begin(), allowed_.end(), origin) != allowed_.end()) return true;
    return is_loopback_ && isLoopbackName(hostOf(authorityOf(origin)));
}

bool OriginPolicy::isAllowedHost(std::string_view host) const {
    const std::string authority = base::toLower(host);
    return isLoopbackName(hostOf(authority)) || authority == authorityOf(own_origin_);
}

bool isLoopback(std::string_view host) {
    return host == "localhost" || host == "::1" || host == "[::1]" || host.substr(0, 4) == "127.";
}

}  // namespace toolhost::http
