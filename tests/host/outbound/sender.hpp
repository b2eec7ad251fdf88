#pragma once

#include <chrono>
#include <future>
#include <sstream>
#include <string>
#include <utility>
#include <variant>

#include "outbound/client.hpp"

#include "clocks.hpp"

namespace toolhost::outbound {

/// A client with a clock and a log of its own, and a send() that waits.
class Sender {
public:
    explicit Sender(const Settings& settings = {})
        : log_(written_, base::LogLevel::Debug),
          client_(std::make_unique<Client>(settings, clock_, log_)) {}

    std::future<Outcome> start(Request request, std::stop_token stop = {}) {
        auto promise = std::make_shared<std::promise<Outcome>>();
        client_->send(std::move(request), std::move(stop), [promise](Outcome outcome) {
            promise->set_value(std::move(outcome));
        });
        return promise->get_future();
    }

    Outcome send(Request request) { return start(std::move(request)).get(); }
    Client& client() { return *client_; }
    ShiftedClock& clock() { return clock_; }
    base::SteadyTime now() const { return clock_.steady(); }

    /// All that was logged; the client is gone afterwards.
    std::string endAndReadLog() {
        client_.reset();
        return written_.str();
    }

private:
    ShiftedClock clock_;
    std::ostringstream written_;
    base::Log log_;
    std::unique_ptr<Client> client_;
};

inline Request get(const std::string& url) {
    Request request;
    request.url = url;
    return request;
}

inline Request post(const std::string& url, const std::string& body) {
    return {.method = "POST", .url = url, .headers = {}, .body = body, .deadline = {}};
}

inline Failure failureOf(const Outcome& outcome) {
    const auto* failure = std::get_if<Failure>(&outcome);
    return failure != nullptr ? *failure : Failure{Failure::Kind::Protocol, "(it answered)"};
}

inline Response responseOf(const Outcome& outcome) {
    const auto* response = std::get_if<Response>(&outcome);
    return response != nullptr ? *response : Response{-1, {}, failureOf(outcome).what};
}

}  // namespace toolhost::outbound
