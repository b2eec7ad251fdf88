#pragma once

#include <cstdint>
#include <string>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace toolhost::http {

/// A socket that listens, and the port that it has.
struct Listener {
    base::Descriptor socket;
    std::uint16_t port = 0;
};

/// Binds the address, which no other process may share, and listens. Port 0 lets the system
/// choose.
base::Result<Listener> listenOn(const std::string& host, std::uint16_t port);

}  // namespace toolhost::http
