#include "outbound/breakers.hpp"

namespace toolhost::outbound {
namespace {

constexpr std::size_t kHostsMax = 1'024;
/// Failures further apart than this are no row.
constexpr std::chrono::seconds kMemory{60};

}  // namespace

Breakers::Breakers(const Settings& settings, const base::Clock& clock)
    : failures_max_(settings.breaker_failures), open_(settings.breaker_open), clock_(clock) {}

std::variant<Breakers::Ticket, Breakers::Refusal> Breakers::admit(const std::string& host) {
    const std::lock_guard lock(mutex_);
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) return Ticket{};
    Breaker& breaker = found->second;
    const auto now = clock_.steady();
    switch (breaker.state) {
        case BreakerState::Closed:
            return Ticket{breaker.generation};
        case BreakerState::HalfOpen:
            return Refusal{now};
        case BreakerState::Open:
            break;
    }
    if (now < breaker.changed + open_) return Refusal{breaker.changed + open_};
    enter(breaker, BreakerState::HalfOpen);
    return Ticket{breaker.generation};
}

Breakers::Change Breakers::report(const std::string& host, Ticket ticket, Evidence evidence) {
    const std::lock_guard lock(mutex_);
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) return reportClosed(host, evidence);
    if (found->second.generation != ticket.generation) return Change::None;  // it has moved on
    if (found->second.state == BreakerState::HalfOpen) return reportProbe(found, evidence);
    return reportClosed(host, evidence);
}

Breakers::Change Breakers::reportClosed(const std::string& host, Evidence evidence) {
    if (evidence == Evidence::Alive) hosts_.erase(host);
    if (evidence != Evidence::Failing) return Change::None;
    Breaker* breaker = findOrMake(host);
    if (breaker == nullptr) return Change::None;
    if (isStale(*breaker)) breaker->failures = 0;
    breaker->changed = clock_.steady();
    if (++breaker->failures < failures_max_) return Change::None;
    enter(*breaker, BreakerState::Open);
    return Change::Opened;
}

Breakers::Change Breakers::reportProbe(Hosts::iterator host, Evidence evidence) {
    if (evidence == Evidence::Alive) {
        hosts_.erase(host);
        return Change::Closed;
    }
    enter(host->second, BreakerState::Open);
    // A probe that found nothing out leaves the finding out to the next request.
    if (evidence == Evidence::None) host->second.changed -= open_;
    return Change::None;
}

void Breakers::enter(Breaker& breaker, BreakerState state) {
    breaker.state = state;
    breaker.changed = clock_.steady();
    breaker.generation = ++last_generation_;
}

/// Null when too many hosts fail to keep account of one more.
Breakers::Breaker* Breakers::findOrMake(const std::string& host) {
    if (const auto found = hosts_.find(host); found != hosts_.end()) return &found->second;
    if (hosts_.size() >= kHostsMax) {
        std::erase_if(hosts_, [this](const auto& entry) { return isStale(entry.second); });
    }
    if (hosts_.size() >= kHostsMax) return nullptr;
    return &hosts_.emplace(host, Breaker{.changed = clock_.steady()}).first->second;
}

bool Breakers::isStale(const Breaker& breaker) const {
    if (breaker.state == BreakerState::HalfOpen) return false;  // its probe will report
    const auto quiet_since =
        breaker.state == BreakerState::Open ? breaker.changed + open_ : breaker.changed;
    return quiet_since + kMemory < clock_.steady();
}

std::vector<BreakerStatus> Breakers::statuses() const {
    const std::lock_guard lock(mutex_);
    std::vector<BreakerStatus> statuses;
    for (const auto& [host, breaker] : hosts_) {
        statuses.push_back({host, breaker.state, breaker.failures});
    }
    return statuses;
}

}  // namespace toolhost::outbound
