#include "mcp/sessions/peer.hpp"

#include <vector>

namespace toolhost::mcp {

Peer::Terms Peer::terms() const {
    const std::lock_guard lock(mutex_);
    return terms_;
}

void Peer::settle(Terms terms) {
    const std::lock_guard lock(mutex_);
    terms_ = std::move(terms);
}

std::optional<int> Peer::level() const {
    const std::lock_guard lock(mutex_);
    return level_;
}

void Peer::setLevel(int level) {
    const std::lock_guard lock(mutex_);
    level_ = level;
}

void Peer::tell(const std::string& message) {
    if (line_) {
        line_->send({.data = message});
    } else {
        tracks_.standing()->send(message);
    }
}

std::stop_token Peer::begin(const std::string& id) {
    const std::lock_guard lock(mutex_);
    return in_flight_.emplace(id, std::stop_source())->second.get_token();
}

void Peer::end(const std::string& id) {
    const std::lock_guard lock(mutex_);
    const auto found = in_flight_.find(id);
    if (found != in_flight_.end()) in_flight_.erase(found);
}

void Peer::cancel(const std::string& id) {
    std::vector<std::stop_source> stops;  // requested without the lock: callbacks run at once
    {
        const std::lock_guard lock(mutex_);
        const auto [first, last] = in_flight_.equal_range(id);
        for (auto it = first; it != last; ++it) {
            stops.push_back(it->second);
        }
    }
    for (auto& stop : stops) {
        stop.request_stop();
    }
}

void Peer::cancelAll() {
    std::vector<std::stop_source> stops;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, stop] : in_flight_) {
            stops.push_back(stop);
        }
    }
    for (auto& stop : stops) {
        stop.request_stop();
    }
}

bool Peer::subscribe(const std::string& uri) {
    const std::lock_guard lock(mutex_);
    if (!watched_.contains(uri) && watched_.size() >= kSubscriptionsMax) return false;
    watched_.insert(uri);
    return true;
}

void Peer::unsubscribe(const std::string& uri) {
    const std::lock_guard lock(mutex_);
    watched_.erase(uri);
}

bool Peer::watches(const std::string& uri) const {
    const std::lock_guard lock(mutex_);
    return watched_.contains(uri);
}

}  // namespace toolhost::mcp
