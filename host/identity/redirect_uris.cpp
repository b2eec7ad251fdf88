#include "identity/redirect_uris.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace toolhost::identity {
namespace {

constexpr std::size_t kUriBytesMax = 2048;
constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";
constexpr std::array<std::string_view, 3> kLoopbackHosts{"127.0.0.1", "[::1]", "localhost"};
// Programs whose schemes have no dot, though RFC 8252 §7.1 asks for one.
constexpr std::array<std::string_view, 5> kEditorSchemes{
    "vscode", "vscode-insiders", "cursor", "windsurf", "zed"};

bool isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isAlphanumeric(char c) {
    return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z');
}

/// RFC 3986 §2 without the square brackets, which only a host may have.
bool isUriCharacter(char c) {
    return isAlphanumeric(c) ||
           std::string_view("-._~:/?@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

/// What stands between "://" and the path.
std::string_view authorityOf(std::string_view after_scheme) {
    return after_scheme.substr(0, after_scheme.find_first_of("/?"));
}

bool isPort(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isHost(std::string_view host) {
    if (host.empty()) return false;
    const bool is_ipv6 = host.front() == '[' && host.back() == ']';
    const auto name = is_ipv6 ? host.substr(1, host.size() - 2) : host;
    return !name.empty() && std::all_of(name.begin(), name.end(), [is_ipv6](char c) {
        return isAlphanumeric(c) || c == '.' || c == '-' || (is_ipv6 && c == ':');
    });
}

struct Authority {
    std::string_view host;
    std::string_view port;
};

/// Host and port; absent for user information and anything else a host and a port are not.
std::optional<Authority> readAuthority(std::string_view text) {
    const auto bracket = text.rfind(']');
    const auto colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    Authority read{text.substr(0, colon), {}};
    if (colon != std::string_view::npos) {
        read.port = text.substr(colon + 1);
        if (!isPort(read.port)) return std::nullopt;
    }
    if (!isHost(read.host)) return std::nullopt;
    return read;
}

bool isLoopbackHost(std::string_view host) {
    return std::find(kLoopbackHosts.begin(), kLoopbackHosts.end(), host) != kLoopbackHosts.end();
}

std::string webFault(std::string_view after_scheme, bool is_plain) {
    const auto text = authorityOf(after_scheme);
    const auto authority = readAuthority(text);
    if (!authority) return "its host is malformed, or it has user information";
    if (is_plain && !isLoopbackHost(authority->host)) {
        return "http is for this machine only (127.0.0.1, [::1], localhost); use https";
    }
    const auto rest = after_scheme.substr(text.size());
    const bool is_clean = std::all_of(rest.begin(), rest.end(), isUriCharacter);
    return is_clean ? std::string() : "it has a character that a URI has not";
}

std::string privateUseFault(std::string_view uri) {
    const auto scheme = uri.substr(0, uri.find(':'));
    const bool is_scheme = scheme.size() < uri.size() && !scheme.empty() && scheme.front() >= 'a' &&
                           scheme.front() <= 'z' &&
                           std::all_of(scheme.begin(), scheme.end(), [](char c) {
                               return isLowerOrDigit(c) || c == '.' || c == '-' || c == '+';
                           });
    if (!is_scheme) return "it is not an absolute URI with a scheme in lower case";
    const bool is_editor =
        std::find(kEditorSchemes.begin(), kEditorSchemes.end(), scheme) != kEditorSchemes.end();
    if (!is_editor && scheme.find('.') == std::string_view::npos) {
        return "its scheme must be https, or one of your own with a dot (com.example.app:)";
    }
    const bool is_clean = std::all_of(uri.begin(), uri.end(), isUriCharacter);
    return is_clean ? std::string() : "it has a character that a URI has not";
}

/// Host and what follows the port, of http to loopback.
struct LoopbackParts {
    std::string_view host;
    std::string_view rest;
};

std::optional<LoopbackParts> loopbackParts(std::string_view uri) {
    if (!uri.starts_with(kHttp)) return std::nullopt;
    uri.remove_prefix(kHttp.size());
    const auto text = authorityOf(uri);
    const auto authority = readAuthority(text);
    if (!authority || !isLoopbackHost(authority->host)) return std::nullopt;
    return LoopbackParts{authority->host, uri.substr(text.size())};
}

}  // namespace

std::string redirectFault(std::string_view uri) {
    if (uri.empty() || uri.size() > kUriBytesMax) return "it must have 1 to 2048 bytes";
    if (uri.find('#') != std::string_view::npos) return "it has a fragment";
    if (uri.starts_with(kHttps)) return webFault(uri.substr(kHttps.size()), false);
    if (uri.starts_with(kHttp)) return webFault(uri.substr(kHttp.size()), true);
    return privateUseFault(uri);
}

bool isLoopbackRedirect(std::string_view uri) {
    return loopbackParts(uri).has_value();
}

bool isSameRedirect(std::string_view registered, std::string_view presented) {
    if (registered == presented) return true;
    const auto one = loopbackParts(registered);
    const auto other = loopbackParts(presented);
    return one && other && one->host == other->host && one->rest == other->rest;
}

std::string originOfRedirect(std::string_view uri) {
    for (const auto scheme : {kHttps, kHttp}) {
        if (!uri.starts_with(scheme)) continue;
        return std::string(scheme) + std::string(authorityOf(uri.substr(scheme.size())));
    }
    return std::string(uri.substr(0, uri.find(':') + 1));
}

}  // namespace toolhost::identity
