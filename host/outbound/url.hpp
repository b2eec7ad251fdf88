#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace toolhost::outbound {

/// The parts of an absolute URL that decide where a request goes.
struct Url {
    std::string scheme;  ///< in lower case
    std::string host;    ///< without the brackets of an IPv6 address
    std::string port;    ///< the scheme's own when the text names none
    std::string path;    ///< "/" when the text has none
    bool has_user = false;
    bool has_query = false;
};

/// Takes an absolute URL apart. The error never repeats the text, which may hold a secret.
base::Result<Url> parseUrl(std::string_view text);

/// "GET https://host:port/path": a request as an error or a log line may show it, that is without
/// user, query and fragment.
std::string describe(std::string_view method, const Url& url);

/// Every byte but the unreserved ones of RFC 3986 as %XX: safe in a path, a query and a form.
std::string percentEncode(std::string_view text);

/// "name=value&…", percent-encoded: a query string or an application/x-www-form-urlencoded body.
std::string encodePairs(const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace toolhost::outbound
