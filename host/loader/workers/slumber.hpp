#pragma once

#include <chrono>
#include <vector>

#include "base/clock.hpp"
#include "boundary/call.hpp"

namespace toolhost::loader {

/// When the process of a plugin that nobody calls ends, and which calls wait until it is there
/// again. Whoever has it guards it.
class Slumber {
public:
    /// The pause without calls after which the process may end; 0: never.
    explicit Slumber(std::chrono::milliseconds after) : after_(after) {}
    Slumber(const Slumber&) = delete;
    Slumber& operator=(const Slumber&) = delete;
    ~Slumber();

    /// A call was made, or the process became ready.
    void used(base::SteadyTime now) { used_ = now; }

    /// Whether the pause is over.
    [[nodiscard]] bool isDue(base::SteadyTime now) const;

    void fallAsleep(base::SteadyTime now);
    [[nodiscard]] bool isAsleep() const { return is_asleep_; }

    /// Whether the process should long have ended.
    [[nodiscard]] bool isOverdue(base::SteadyTime now) const;

    /// Somebody wants the process; with a call that waits for it, which is retained meanwhile.
    void call() { is_called_ = true; }
    void call(boundary::Call& call);
    [[nodiscard]] bool isCalled() const { return is_called_; }

    /// The process is there again, or will not be: the calls that waited, with their references.
    std::vector<boundary::Call*> wake();

private:
    const std::chrono::milliseconds after_;
    base::SteadyTime used_{};
    bool is_asleep_ = false;
    bool is_called_ = false;
    std::vector<boundary::Call*> waiting_;
};

}  // namespace toolhost::loader
