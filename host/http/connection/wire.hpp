#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "http/exchange.hpp"
#include "mcp/event_stream.hpp"

namespace toolhost::http {

/// How a response is delivered.
struct Delivery {
    bool is_for_head = false;  ///< the request was HEAD: no body goes
    bool keeps_open = false;
    bool is_encrypted = false;
    int minor_version = 1;                      ///< the client's
    std::chrono::milliseconds idle_timeout{0};  ///< told to the client when the connection stays
};

/// Whether name and value may stand in a head: no line break, no control character.
bool isSafe(const Fields& fields);

/// The response as HTTP/1.1 bytes; its fields are safe.
std::string textOf(const Response& response, const Delivery& delivery);

/// The head of an answer that is an event stream.
std::string eventStreamHead(const Delivery& delivery);

/// One event as a stream of events writes it (WHATWG HTML, "Server-sent events").
std::string textOf(const mcp::Event& event);

/// One chunk of a body (RFC 9112 §7.1); of empty bytes: its end.
std::string chunkOf(std::string_view bytes);

}  // namespace toolhost::http
