#pragma once

#include "base/clock.hpp"

namespace toolhost::servicenow {

/// Stands still until it is moved.
class FakeClock final : public base::Clock {
public:
    [[nodiscard]] base::SteadyTime steady() const override { return now_; }
    [[nodiscard]] base::WallTime wall() const override {
        return base::WallTime(std::chrono::hours(1));
    }
    void advance(std::chrono::milliseconds by) { now_ += by; }

private:
    base::SteadyTime now_{std::chrono::hours(1)};
};

}  // namespace toolhost::servicenow
