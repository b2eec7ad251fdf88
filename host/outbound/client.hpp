#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <thread>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "outbound/job.hpp"
#include "outbound/message.hpp"
#include "outbound/settings.hpp"
#include "outbound/snapshot.hpp"

namespace toolhost::outbound {

struct Engine;

/// The host's one HTTP client. However many requests are under way, one thread of its own (named
/// "outbound") carries them, over HTTP/1.1 or, where TLS negotiates it, HTTP/2. It keeps
/// connections, and nothing else: no cookies, no redirects, no proxy or credentials out of the
/// environment; servers are verified strictly. A request is repeated only where that is safe
/// (Repeat), and a host that keeps failing is left alone for a while.
class Client {
public:
    /// `clock` and `log` outlive the client. Throws std::runtime_error when libcurl does not start
    /// or a setting means nothing.
    Client(Settings settings, const base::Clock& clock, base::Log& log);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    /// Every request under way ends as Cancelled before this returns.
    ~Client();

    /// Sends the request. `done` is called exactly once: on the event thread, or before send()
    /// returns when the request is refused or its host is left alone; it must neither block nor
    /// throw. Cancelling ends the transfer at once. [any thread]
    void send(Request request, std::stop_token stop, std::function<void(Outcome)> done);

    /// Calls `then` exactly once: at `until`, or earlier as Cancelled when the token fires or the
    /// client goes. On the event thread; it must neither block nor throw. [any thread]
    void wait(base::SteadyTime until, std::stop_token stop, std::function<void(Wait)> then);

    /// What has been done so far. [any thread]
    [[nodiscard]] Snapshot snapshot() const;

private:
    std::unique_ptr<Engine> engine_;
    std::thread thread_;
};

}  // namespace toolhost::outbound
