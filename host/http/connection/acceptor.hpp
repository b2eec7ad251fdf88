#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "base/descriptor.hpp"
#include "base/log.hpp"
#include "http/connection/loop.hpp"

namespace toolhost::http {

/// Takes connections from one listening socket. When the process has no descriptor left it rests a
/// moment instead of asking again and again.
class Acceptor final : public Watched, public std::enable_shared_from_this<Acceptor> {
public:
    /// Takes a socket, and the client's address without the port, on the loop's thread.
    using Welcome = std::function<void(base::Descriptor socket, std::string address)>;

    /// Loop and log outlive it.
    Acceptor(Loop& loop, base::Descriptor listener, Welcome welcome, base::Log& log);

    /// Accepts from now on. [loop's thread]
    void open();
    /// Stops listening. [loop's thread]
    void close();

    void onReady(std::uint32_t events) override;
    void onAlarm(base::SteadyTime now) override;
    void onRetire(bool /*ends_streams*/) override { close(); }
    void onEnd() override { close(); }

private:
    /// Whether there may be more to accept.
    bool acceptOne();
    void rest();

    Loop& loop_;
    const Loop::Id id_;
    base::Descriptor listener_;
    const Welcome welcome_;
    base::Log& log_;
    bool is_resting_ = false;
};

}  // namespace toolhost::http
