#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace toolhost::outbound {

/// Header fields in the order they are sent or came.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// What the server answered, whatever its status.
struct Response {
    int status = 0;
    Headers headers;
    std::string body;

    /// The first field of that name (in any case); borrowed from this response.
    [[nodiscard]] std::optional<std::string_view> findHeader(std::string_view name) const;
};

/// Takes an answer's body as it comes, so that it is never held whole. Its functions are called on
/// the event thread, before the request's completion and never after it; they must neither block
/// nor throw. An error ends the transfer, and its words become the Failure's.
struct BodySink {
    enum class Choice {
        Chunks,   ///< chunk() takes the body; Response::body stays empty
        Gathered  ///< the body is wanted in Response::body after all, as for an error status
    };
    /// Once, when status and headers are known; the body is still empty.
    std::function<base::Result<Choice>(const Response&)> head;
    /// As often as bytes come, decompressed; the bytes are borrowed.
    std::function<base::Result<base::Done>(std::string_view)> chunk;
};

/// Gives a request's body as it is sent, so that it is never held whole. Called on the event
/// thread; it must neither block nor throw. Once it was read from, the request is not sent again.
struct BodySource {
    std::uint64_t bytes = 0;  ///< how long the body is
    /// Writes at most `room` bytes to `into` and says how many; 0 before the end is an error, and
    /// an error ends the transfer with its words.
    std::function<base::Result<std::size_t>(char* into, std::size_t room)> read;
};

/// How much the URL of a request is trusted.
enum class Reach {
    Anywhere,  ///< it comes from the configuration: any address, any port
    Named,     ///< a stranger wrote it, for an origin that the configuration names: any address and
               ///< port, but no certificate of ours
    Public     ///< a stranger wrote it: https, allowed ports, public addresses; nothing of ours
};

/// When a request may be sent again. One whose sink has been called is never.
enum class Repeat {
    Unsent,     ///< as long as no byte of it was sent: safe for any method
    Idempotent  ///< also after a broken connection, 502, 503 and 504, if its method changes nothing
                ///< when repeated (RFC 9110 §9.2.2); any other method as if Unsent
};

/// One request. Credentials belong in a header, never in the URL.
struct Request {
    std::string method = "GET";
    /// Absolute, http or https.
    std::string url;
    Headers headers;
    std::string body;
    /// When the sender stops caring; the settings' total timeout applies as well.
    std::optional<base::SteadyTime> deadline;
    /// Without one the body is gathered in Response::body.
    std::optional<BodySink> sink = std::nullopt;
    /// In place of `body`.
    std::optional<BodySource> source = std::nullopt;
    /// A tighter bound than Settings::response_bytes_max, which applies as well.
    std::optional<std::size_t> response_bytes_max = std::nullopt;
    /// Public for every URL that does not stand in the configuration, such as a client's metadata.
    Reach reach = Reach::Anywhere;
    Repeat repeat = Repeat::Unsent;
};

/// Why there is no answer.
struct Failure {
    enum class Kind {
        Timeout,      ///< sent, perhaps carried out, not answered in time
        Unreachable,  ///< no connection, or the host is left alone: nothing was sent
        Tls,          ///< the server could not be trusted: nothing was sent
        TooLarge,     ///< the answer went past the bounds of its headers or its body
        Abandoned,    ///< the request's own sink or source gave up; perhaps carried out
        Cancelled,    ///< the sender's stop token, or the client going away
        Refused,      ///< our own policy: nothing was sent
        Protocol      ///< the connection broke or did not speak HTTP; perhaps carried out
    };
    Kind kind = Kind::Protocol;
    /// What was attempted, what went wrong, what to do. Holds no query, user name or header.
    std::string what;
    /// When a host that is left alone after failures will be tried again.
    std::optional<base::SteadyTime> retry_at = std::nullopt;
};
inline constexpr std::size_t kFailureKinds = 8;

/// The kind's name as a metric's label has it: "timeout", "unreachable", …
std::string_view nameOf(Failure::Kind kind);

using Outcome = std::variant<Response, Failure>;

}  // namespace toolhost::outbound
