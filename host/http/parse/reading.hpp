#pragma once

#include <string>

namespace toolhost::http {

/// How far a reader has come with the bytes it was given.
enum class Reading {
    Incomplete,  ///< more bytes must come
    Complete,    ///< what was read can be taken
    Refused,     ///< the bytes are no HTTP that this host accepts; see the reader's fault
};

/// Why a request is turned away before anybody looked at what it asks; ends its connection.
struct Fault {
    int status = 400;
    std::string why;
};

}  // namespace toolhost::http
