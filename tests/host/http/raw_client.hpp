#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"

namespace toolhost::http {

/// A client that sends bytes as they are. Waits for what it reads, ten seconds at most.
class RawClient {
public:
    /// Connects to that port of the loopback. `receive_bytes` makes its socket's buffer small.
    explicit RawClient(std::uint16_t port, int receive_bytes = 0);

    /// Connects to a unix socket.
    explicit RawClient(const std::filesystem::path& path);

    void send(std::string_view bytes);
    void endSending();
    void close() { socket_ = {}; }

    /// All that has come once `what` is in it, or the connection has ended. What was read stays
    /// for the next.
    std::string readUntil(std::string_view what);
    /// Until the other end closes. What was read before is included.
    std::string readAll();
    [[nodiscard]] int socket() const { return socket_.number(); }
    /// Whether the other end has closed or closes now.
    [[nodiscard]] bool isClosed() const { return is_closed_; }

private:
    bool readSome();

    base::Descriptor socket_;
    std::string got_;
    bool is_closed_ = false;
};

}  // namespace toolhost::http
