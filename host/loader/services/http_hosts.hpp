#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "outbound/message.hpp"
#include "outbound/url.hpp"

namespace toolhost::loader {

/// Where a plugin's requests may go. Immutable; thread-safe.
class HttpHosts {
public:
    /// Each "api.example.com", "*.example.org" (any name below it) or an origin
    /// "http://10.1.2.3:8080". The error names what is none of these.
    static base::Result<HttpHosts> parse(const std::vector<std::string>& texts);

    /// How far the URL is trusted; absent when it may not be asked at all. A host that is only
    /// named is asked by https at public addresses; an origin wherever it is.
    [[nodiscard]] std::optional<outbound::Reach> reachOf(const outbound::Url& url) const;

private:
    struct Origin {
        std::string scheme;
        std::string host;
        std::string port;
    };

    std::vector<std::string> names_;
    std::vector<std::string> suffixes_;  // with the dot: ".example.org"
    std::vector<Origin> origins_;
};

}  // namespace toolhost::loader
