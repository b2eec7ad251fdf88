#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "simulator/instance.hpp"
#include "simulator/log.hpp"

namespace toolhost::sim {

/// The instance behind a listening socket.
class Server {
public:
    /// Listens at once; port 0 takes a free one. Throws std::runtime_error when it cannot.
    /// `instance` and `log` outlive the object.
    Server(Instance& instance, Log& log, const std::string& host, std::uint16_t port);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    /// Closes every connection and waits for the requests in progress.
    ~Server();

    /// "http://127.0.0.1:41234"
    [[nodiscard]] const std::string& url() const { return url_; }

private:
    struct Listener;

    Instance& instance_;
    std::string url_;
    std::unique_ptr<Listener> listener_;
};

}  // namespace toolhost::sim
