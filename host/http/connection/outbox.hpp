#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/connection/transport.hpp"

namespace toolhost::http {

/// Bytes on their way to one client, in order. What the socket takes at once is never stored.
class Outbox {
public:
    enum class State { Empty, Waiting, Broken };

    /// Sends the bytes behind what waits already.
    State send(Transport& transport, std::string bytes);
    /// Sends what waits.
    State flush(Transport& transport);

    /// How many bytes wait.
    [[nodiscard]] std::size_t size() const { return waiting_.size() - sent_; }

private:
    std::string waiting_;
    std::size_t sent_ = 0;  // of waiting_
};

}  // namespace toolhost::http
