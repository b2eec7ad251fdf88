#include "control/socket_address.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <utility>

namespace toolhost::control {
namespace {

bool fits(const std::string& path) {
    return path.size() < sizeof(sockaddr_un::sun_path);
}

}  // namespace

SocketAddress::SocketAddress(base::Descriptor directory, const sockaddr_un& address)
    : directory_(std::move(directory)), address_(address) {}

const sockaddr* SocketAddress::get() const {
    return reinterpret_cast<const sockaddr*>(&address_);  // as the socket calls want it
}

base::Result<SocketAddress> SocketAddress::in(const std::filesystem::path& directory) {
    std::string path = (directory / kSocketName).string();
    base::Descriptor opened;
    if (!fits(path)) {
        opened = base::Descriptor(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!opened.isOpen()) {
            return base::systemError("open " + directory.string(), errno, "check state.directory");
        }
        path = "/proc/self/fd/" + std::to_string(opened.number()) + "/" + kSocketName;
    }
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), std::begin(address.sun_path));
    return SocketAddress(std::move(opened), address);
}

}  // namespace toolhost::control
