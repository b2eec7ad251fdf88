#include "outbound/delivery.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "outbound/options.hpp"

namespace toolhost::outbound {
namespace {

/// The longest Retry-After that is taken at its word, in seconds.
constexpr unsigned kRetryAfterMax = 3'600;

std::string resultOf(const Outcome& outcome) {
    if (const auto* response = std::get_if<Response>(&outcome)) {
        return std::to_string(response->status);
    }
    return std::get<Failure>(outcome).what;
}

/// Whether another attempt at an idempotent request may fare better.
bool mayPass(const Outcome& outcome) {
    if (const auto* response = std::get_if<Response>(&outcome)) {
        return response->status >= 502 && response->status <= 504;
    }
    return std::get<Failure>(outcome).kind == Failure::Kind::Protocol;
}

/// How long the server wants to be left alone: Retry-After in seconds, 0 when it does not say.
std::chrono::seconds retryAfterOf(const Outcome& outcome) {
    const auto* response = std::get_if<Response>(&outcome);
    const auto text = response != nullptr ? response->findHeader("Retry-After") : std::nullopt;
    unsigned seconds = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), seconds);
    return std::chrono::seconds(std::min(seconds, kRetryAfterMax));
}

}  // namespace

Delivery::Delivery(Engine& engine, Order order)
    : engine_(engine),
      request_(std::make_shared<const Request>(std::move(order.request))),
      described_(std::move(order.described)),
      host_(std::move(order.host)),
      stop_(std::move(order.stop)),
      done_(std::move(order.done)),
      began_(engine.clock.steady()),
      until_(std::min(request_->deadline.value_or(base::SteadyTime::max()),
                      began_ + engine.settings.total_timeout)) {}

void Delivery::begin() {
    engine_.metrics.requestBegan();
    engine_.retries.countRequest();
    attempt();
}

void Delivery::attempt() {
    const auto admission = engine_.breakers.admit(host_);
    if (const auto* refusal = std::get_if<Breakers::Refusal>(&admission)) {
        return complete(last_ ? std::move(*last_) : leftAlone(refusal->retry_at));
    }
    ticket_ = std::get<Breakers::Ticket>(admission);
    engine_.metrics.attemptBegan(attempts_ > 0);
    ++attempts_;
    const Transfer::Surroundings surroundings{engine_.settings, engine_.clock, engine_.guard};
    engine_.loop.submit(std::make_unique<Transfer>(surroundings, orderOfAttempt()));
}

Transfer::Order Delivery::orderOfAttempt() {
    return {.request = request_,
            .described = described_,
            .until = until_,
            .is_hurried = request_->deadline == until_,
            .stop = stop_,
            .done = [self = shared_from_this()](Attempt attempt) {
                self->attempted(std::move(attempt));
            }};
}

void Delivery::attempted(Attempt attempt) {
    engine_.metrics.attemptEnded(attempt.measures);
    judgeHost(attempt.evidence);
    const auto time = timeToRepeat(attempt);
    if (!time) return complete(std::move(attempt.outcome));
    engine_.log.debug("outbound.request.repeated",
                      {{"request", described_}, {"result", resultOf(attempt.outcome)}});
    last_ = std::move(attempt.outcome);
    repeatAt(*time);
}

void Delivery::judgeHost(Evidence evidence) {
    switch (engine_.breakers.report(host_, ticket_, evidence)) {
        case Breakers::Change::Opened:
            return engine_.log.warning(
                "outbound.breaker.opened",
                {{"host", host_},
                 {"failures", std::to_string(engine_.settings.breaker_failures)},
                 {"open_ms", std::to_string(engine_.settings.breaker_open.count())}});
        case Breakers::Change::Closed:
            return engine_.log.info("outbound.breaker.closed", {{"host", host_}});
        case Breakers::Change::None:
            return;
    }
}

std::optional<base::SteadyTime> Delivery::timeToRepeat(const Attempt& attempt) {
    if (!mayRepeat(attempt)) return std::nullopt;
    const std::chrono::milliseconds asked = retryAfterOf(attempt.outcome);
    const auto delay = std::max(engine_.retries.delayAfter(attempts_), asked);
    const auto time = engine_.clock.steady() + delay;
    if (time >= until_ || !engine_.retries.spend()) return std::nullopt;
    return time;
}

bool Delivery::mayRepeat(const Attempt& attempt) const {
    if (attempts_ >= engine_.settings.attempts_max || attempt.is_engaged) return false;
    if (attempt.is_unsent) return true;
    return request_->repeat == Repeat::Idempotent && isIdempotent(request_->method) &&
           mayPass(attempt.outcome);
}

void Delivery::repeatAt(base::SteadyTime time) {
    auto then = [self = shared_from_this()](Wait how) {
        if (how == Wait::Cancelled) return self->complete(self->cancelled());
        self->attempt();
    };
    engine_.loop.submit(std::make_unique<Alarm>(time, stop_, std::move(then)));
}

Failure Delivery::leftAlone(base::SteadyTime retry_at) const {
    const auto left = std::chrono::ceil<std::chrono::seconds>(retry_at - engine_.clock.steady());
    std::string what = described_ + ": not sent, because requests to this host keep failing; ";
    what += left.count() > 0 ? "it will be tried again in " + std::to_string(left.count()) + " s"
                             : "it is being tried right now";
    return {Failure::Kind::Unreachable, std::move(what), retry_at};
}

Failure Delivery::cancelled() const {
    return {Failure::Kind::Cancelled, described_ + ": cancelled before it was sent again"};
}

void Delivery::complete(Outcome outcome) {
    const auto took =
        std::chrono::duration_cast<std::chrono::microseconds>(engine_.clock.steady() - began_);
    engine_.metrics.requestEnded(outcome, took);
    engine_.log.debug("outbound.request.finished",
                      {{"request", described_},
                       {"result", resultOf(outcome)},
                       {"attempts", std::to_string(attempts_)},
                       {"took_ms", std::to_string(took.count() / 1'000)}});
    done_(std::move(outcome));
}

}  // namespace toolhost::outbound
