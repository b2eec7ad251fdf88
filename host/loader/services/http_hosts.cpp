#include "loader/services/http_hosts.hpp"

#include <algorithm>
#include <string_view>

#include "base/text.hpp"

namespace toolhost::loader {
namespace {

/// A name's last dot says nothing.
std::string hostOf(std::string_view text) {
    std::string host = base::toLower(text);
    if (!host.empty() && host.back() == '.') host.pop_back();
    return host;
}

bool isHostName(std::string_view text) {
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    return !text.empty() && text.find_first_not_of(kAllowed) == std::string_view::npos &&
           text.front() != '.' && text.front() != '-' && text.find("..") == std::string_view::npos;
}

base::Error noHost(const std::string& text) {
    return {base::quoted(text) +
            " is no host such as api.example.com, no *.example.org and no origin such as "
            "http://10.1.2.3:8080"};
}

}  // namespace

base::Result<HttpHosts> HttpHosts::parse(const std::vector<std::string>& texts) {
    HttpHosts hosts;
    for (const auto& text : texts) {
        if (text.find("://") != std::string::npos) {
            const auto url = outbound::parseUrl(text);
            const bool is_origin = url.ok() && !url.value().has_user && !url.value().has_query &&
                                   url.value().path == "/" &&
                                   (url.value().scheme == "http" || url.value().scheme == "https");
            if (!is_origin) return noHost(text);
            hosts.origins_.push_back(
                {url.value().scheme, hostOf(url.value().host), url.value().port});
            continue;
        }
        const std::string host = hostOf(text);
        const bool is_suffix = host.rfind("*.", 0) == 0;
        if (!isHostName(is_suffix ? host.substr(2) : host)) return noHost(text);
        (is_suffix ? hosts.suffixes_ : hosts.names_).push_back(is_suffix ? host.substr(1) : host);
    }
    return hosts;
}

std::optional<outbound::Reach> HttpHosts::reachOf(const outbound::Url& url) const {
    const std::string host = hostOf(url.host);
    const auto isOrigin = [&](const Origin& origin) {
        return origin.scheme == url.scheme && origin.host == host && origin.port == url.port;
    };
    if (std::any_of(origins_.begin(), origins_.end(), isOrigin)) return outbound::Reach::Named;
    const auto isBelow = [&host](const std::string& suffix) {
        return host.size() > suffix.size() && host.ends_with(suffix);
    };
    const bool is_named = std::find(names_.begin(), names_.end(), host) != names_.end() ||
                          std::any_of(suffixes_.begin(), suffixes_.end(), isBelow);
    if (is_named) return outbound::Reach::Public;
    return std::nullopt;
}

}  // namespace toolhost::loader
