#pragma once

#include <chrono>
#include <future>
#include <sstream>
#include <string>
#include <utility>
#include <variant>

#include "outbound/client.hpp"

namespace toolhost::outbound {

/// A client with a log of its own, and a send() that waits.
class Sender {
public:
    explicit Sender(const Settings& settings = {})
        : log_(written_, base::LogLevel::Debug), client_(settings, clock_, log_) {}

    std::future<Outcome> start(Request request, std::stop_token stop = {}) {
        auto promise = std::make_shared<std::promise<Outcome>>();
        client_.send(std::move(request), std::move(stop), [promise](Outcome outcome) {
            promise->set_value(std::move(outcome));
        });
        return promise->get_future();
    }

    Outcome send(Request request) { return start(std::move(request)).get(); }
    Client& client() { return client_; }
    base::SteadyTime now() const { return clock_.steady(); }

private:
    base::SystemClock clock_;
    std::ostringstream written_;
    base::Log log_;
    Client client_;
};

}  // namespace toolhost::outbound
