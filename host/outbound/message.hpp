#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.hpp"

namespace toolhost::outbound {

/// Header fields in the order they are sent or came.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// One request. Credentials belong in a header, never in the URL.
struct Request {
    std::string method = "GET";
    /// Absolute, http or https.
    std::string url;
    Headers headers;
    std::string body;
    /// When the sender stops caring; the settings' total timeout applies as well.
    std::optional<base::SteadyTime> deadline;
};

/// What the server answered, whatever its status.
struct Response {
    int status = 0;
    Headers headers;
    std::string body;

    /// The first field of that name (in any case); borrowed from this response.
    [[nodiscard]] std::optional<std::string_view> findHeader(std::string_view name) const;
};

/// Why there is no answer.
struct Failure {
    enum class Kind {
        Timeout,      ///< sent, perhaps carried out, not answered in time
        Unreachable,  ///< no connection: nothing was sent
        Tls,          ///< the server could not be trusted: nothing was sent
        TooLarge,     ///< the answer went past Settings::response_bytes_max
        Cancelled,    ///< the sender's stop token, or the client going away
        Refused,      ///< our own policy: nothing was sent
        Protocol      ///< the connection broke or did not speak HTTP; perhaps carried out
    };
    Kind kind = Kind::Protocol;
    /// What was attempted, what went wrong, what to do. Holds no query, user name or header.
    std::string what;
};

using Outcome = std::variant<Response, Failure>;

}  // namespace toolhost::outbound
