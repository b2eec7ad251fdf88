#include "outbound/snapshot.hpp"

#include <algorithm>
#include <numeric>

namespace toolhost::outbound {

void Histogram::add(std::chrono::microseconds duration) {
    const auto bound = std::lower_bound(
        kBoundsMs.begin(), kBoundsMs.end(), duration, [](int bound_ms, auto measured) {
            return std::chrono::milliseconds(bound_ms) < measured;
        });
    ++counts.at(static_cast<std::size_t>(bound - kBoundsMs.begin()));
    sum += duration;
}

std::uint64_t Histogram::total() const {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

std::string_view nameOf(BreakerState state) {
    switch (state) {
        case BreakerState::Closed:
            return "closed";
        case BreakerState::Open:
            return "open";
        case BreakerState::HalfOpen:
            return "half_open";
    }
    return "";
}

}  // namespace toolhost::outbound
