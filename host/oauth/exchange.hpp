#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace toolhost::oauth {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// An HTTP request, read whole; whoever carries it keeps the transport to itself.
struct Request {
    std::string method;
    std::string path;   ///< as sent, without the query
    std::string query;  ///< as sent, without the '?'
    Headers headers;    ///< in the order they came; names are compared without case
    std::string body;
    std::string peer;  ///< the other end's address, for the audit trail only
};

/// The answer to it.
struct Response {
    int status = 200;
    Headers headers;
    std::string body;
};

/// Takes the response: exactly once, from any thread, perhaps at once.
using Respond = std::function<void(Response)>;

}  // namespace toolhost::oauth
