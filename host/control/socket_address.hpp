#pragma once

#include <filesystem>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace toolhost::control {

/// The socket on which the owner of a state directory listens.
inline constexpr const char* kSocketName = "control.sock";

/// The address of <directory>/control.sock. A path too long for one (sun_path has 108 bytes) is
/// reached through /proc/self/fd of the directory, which stays open as long as this lives.
class SocketAddress {
public:
    static base::Result<SocketAddress> in(const std::filesystem::path& directory);

    [[nodiscard]] const sockaddr* get() const;
    [[nodiscard]] socklen_t size() const { return sizeof(address_); }

private:
    SocketAddress(base::Descriptor directory, const sockaddr_un& address);

    base::Descriptor directory_;
    sockaddr_un address_;
};

}  // namespace toolhost::control
