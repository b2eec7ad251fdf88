#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "http/parse/head_reader.hpp"
#include "http/parse/reading.hpp"

namespace toolhost::http {

/// How the end of a body is known.
struct Framing {
    enum class Kind { None, Length, Chunked };
    Kind kind = Kind::None;
    std::uint64_t length = 0;  ///< of Kind::Length
};

/// What a head says about the connection, besides what it asks.
struct Terms {
    std::string path;   ///< as sent, without the query
    std::string query;  ///< as sent, without the '?'
    Framing framing;
    bool keeps_open = true;         ///< the client would send further requests
    bool expects_continue = false;  ///< the client waits for 100 before it sends the body
};

/// The terms of a head, or why no host may answer it: no Host or two, a body whose end could be
/// read in two ways, an expectation or a coding that is not met here (RFC 9112 §3.2, §6; RFC 9110
/// §10.1.1).
std::variant<Terms, Fault> termsOf(const Head& head);

}  // namespace toolhost::http
