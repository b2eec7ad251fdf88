#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "outbound/attempt.hpp"
#include "outbound/breakers.hpp"
#include "outbound/event_loop.hpp"
#include "outbound/guard.hpp"
#include "outbound/message.hpp"
#include "outbound/metrics.hpp"
#include "outbound/retries.hpp"
#include "outbound/settings.hpp"

namespace toolhost::outbound {

/// What all requests of a client share. Its parts are thread-safe or immutable.
struct Engine {
    /// `clock` and `log` outlive it. Throws std::runtime_error when libcurl does not start.
    Engine(Settings with, const base::Clock& by, base::Log& to)
        : settings(std::move(with)),
          clock(by),
          log(to),
          guard(settings),
          breakers(settings, clock),
          retries(settings),
          loop(settings, clock) {}

    const Settings settings;
    const base::Clock& clock;
    base::Log& log;
    const Guard guard;
    Breakers breakers;
    Retries retries;
    Metrics metrics;
    EventLoop loop;
};

/// One request from its start to its completion, over as many attempts as are safe. It keeps
/// itself alive until then.
class Delivery : public std::enable_shared_from_this<Delivery> {
public:
    struct Order {
        Request request;
        std::string described;  ///< names the request in errors and logs; holds no secret
        std::string host;       ///< scheme, name and port: what is left alone when it fails
        std::stop_token stop;
        std::function<void(Outcome)> done;
    };

    /// `engine` outlives it.
    Delivery(Engine& engine, Order order);

    /// `done` is called on the event thread; or before this returns when the host is left alone.
    void begin();

private:
    void attempt();
    [[nodiscard]] Transfer::Order orderOfAttempt();
    void attempted(Attempt attempt);
    void judgeHost(Evidence evidence);
    [[nodiscard]] std::optional<base::SteadyTime> timeToRepeat(const Attempt& attempt);
    [[nodiscard]] bool mayRepeat(const Attempt& attempt) const;
    void repeatAt(base::SteadyTime time);
    [[nodiscard]] Failure leftAlone(base::SteadyTime retry_at) const;
    [[nodiscard]] Failure cancelled() const;
    void complete(Outcome outcome);

    Engine& engine_;
    const std::shared_ptr<const Request> request_;
    const std::string described_;
    const std::string host_;
    const std::stop_token stop_;
    const std::function<void(Outcome)> done_;
    const base::SteadyTime began_;
    const base::SteadyTime until_;
    unsigned attempts_ = 0;
    Breakers::Ticket ticket_;
    std::optional<Outcome> last_;
};

}  // namespace toolhost::outbound
