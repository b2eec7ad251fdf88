#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "http/settings.hpp"

namespace toolhost::http {

/// A socket that listens.
struct Listener {
    enum class Kind { Plain, Tls, Unix };
    base::Descriptor socket;
    Kind kind = Kind::Plain;
    std::uint16_t port = 0;  ///< but of Kind::Unix
};

/// Binds the address, which no other process may share, and listens. Port 0 lets the system
/// choose.
base::Result<Listener> listenOn(const std::string& host, std::uint16_t port);

/// Listens on a unix socket at that path, whose folder decides who gets to it at all. Replaces the
/// socket that a host left there which listens no more, and nothing else.
base::Result<Listener> listenAt(const std::filesystem::path& path, UnixAccess access);

}  // namespace toolhost::http
