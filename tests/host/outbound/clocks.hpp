#pragma once

#include <atomic>

#include "base/clock.hpp"

namespace toolhost::outbound {

/// The machine's clock, which a test can move on.
class ShiftedClock final : public base::Clock {
public:
    [[nodiscard]] base::SteadyTime steady() const override {
        return real_.steady() + shift_.load();
    }
    [[nodiscard]] base::WallTime wall() const override { return real_.wall(); }
    void moveOn(std::chrono::steady_clock::duration by) { shift_ = shift_.load() + by; }

private:
    base::SystemClock real_;
    std::atomic<std::chrono::steady_clock::duration> shift_{};
};

/// A clock that stands until it is moved.
class StoppedClock final : public base::Clock {
public:
    [[nodiscard]] base::SteadyTime steady() const override { return now_; }
    [[nodiscard]] base::WallTime wall() const override { return {}; }
    void moveOn(std::chrono::steady_clock::duration by) { now_ += by; }

private:
    base::SteadyTime now_{std::chrono::hours(1)};
};

}  // namespace toolhost::outbound
