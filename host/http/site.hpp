#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "http/exchange.hpp"

namespace toolhost::http {

/// What a server serves: answers requests, and knows of each path what it asks of the server.
/// Thread-safe.
class Site {
public:
    Site() = default;
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;
    virtual ~Site() = default;

    /// Answers, now or later, exactly once.
    virtual void handle(const Request& request, const Respond& respond) const = 0;

    /// The answer that the head alone decides, asked before a body is waited for; absent when the
    /// body is wanted.
    [[nodiscard]] virtual std::optional<Response> findObjection(const Request& head) const = 0;

    /// Whether handle() may compute long or wait for the disk; otherwise it is called on a thread
    /// that must not.
    [[nodiscard]] virtual bool mayWait(std::string_view path) const = 0;

    /// The most a body for that path may hold, in bytes.
    [[nodiscard]] virtual std::size_t bodyBytesMax(std::string_view path) const = 0;
};

}  // namespace toolhost::http
