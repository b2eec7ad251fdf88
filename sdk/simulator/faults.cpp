#include "simulator/faults.hpp"

#include <algorithm>
#include <utility>

namespace toolhost::sim {

Fault Fault::hibernation() {
    Fault fault;
    fault.status = 200;
    fault.content_type = "text/html;charset=UTF-8";
    fault.body =
        "<!DOCTYPE html><html><head><title>Instance Hibernating page</title></head><body>"
        "<h1>Your instance is hibernating</h1><p>Sign in to the developer site to wake it.</p>"
        "</body></html>";
    return fault;
}

void Faults::add(Fault fault) {
    const std::lock_guard lock(mutex_);
    planned_.push_back(std::move(fault));
}

void Faults::clear() {
    const std::lock_guard lock(mutex_);
    planned_.clear();
}

std::optional<Fault> Faults::take(std::string_view path) {
    const std::lock_guard lock(mutex_);
    const auto hit = std::find_if(planned_.begin(), planned_.end(), [&](const Fault& fault) {
        return path.starts_with(fault.path_prefix);
    });
    if (hit == planned_.end()) return std::nullopt;
    Fault fault = *hit;
    if (hit->count > 0 && --hit->count == 0) planned_.erase(hit);
    return fault;
}

void Faults::pause(std::chrono::milliseconds latency) {
    std::unique_lock lock(mutex_);
    released_.wait_for(lock, latency, [&] { return stopping_; });
}

void Faults::release() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    released_.notify_all();
}

}  // namespace toolhost::sim
