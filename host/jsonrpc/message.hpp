#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "jsonrpc/members.hpp"

namespace toolhost::jsonrpc {

/// Error codes of JSON-RPC 2.0.
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternalError = -32603;

/// A request's id as it was written: the JSON text of a string or an integer.
struct Id {
    std::string json;
};

/// Asks for one answer. Spans borrow the decoded text.
struct Request {
    Id id;
    std::string method;
    std::string_view params;  ///< JSON object text; empty when there were none
};

/// Says something and wants no answer.
struct Notification {
    std::string method;
    std::string_view params;
};

/// Answers a request this side sent.
struct Response {
    Id id;
    std::string_view result;  ///< empty when it is an error
    std::string_view error;   ///< empty when it is a result
};

/// An array of messages, or anything else that starts with '['.
struct Batch {
    std::string_view text;
};

/// Why the text is no message: an error without an id, since none could be read.
struct Malformed {
    int code = kInvalidRequest;
    std::string message;
};

using Message = std::variant<Request, Notification, Response, Batch, Malformed>;

/// Reads one JSON-RPC 2.0 message. The text must stay alive as long as the message.
Message decode(std::string_view text);

}  // namespace toolhost::jsonrpc
