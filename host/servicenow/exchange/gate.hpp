#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// Lets so many requests to an instance at once; the rest wait in the order they came. Waiting
/// costs no thread.
class Gate {
public:
    /// One place inside, given back when it goes.
    class Pass {
    public:
        explicit Pass(Gate& gate) : gate_(&gate) {}
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;
        Pass(Pass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
        Pass& operator=(Pass&& other) noexcept {
            std::swap(gate_, other.gate_);
            return *this;
        }
        ~Pass() { giveBack(); }

        /// Before it goes, for whoever has more to do that needs no place.
        void giveBack() {
            if (Gate* gate = std::exchange(gate_, nullptr)) gate->release();
        }

    private:
        Gate* gate_;
    };

    Gate(std::size_t inside_max, std::size_t waiting_max);
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;
    ~Gate() = default;

    /// Gives a pass now or when it is this one's turn; a problem when too many wait already or the
    /// stop token fires first. The gate outlives every pass. [any thread]
    void enter(const std::stop_token& stop, Then<Pass> then);

private:
    struct Waiter {
        explicit Waiter(Then<Pass> when_in) : then(std::move(when_in)) {}

        Then<Pass> then;
        std::optional<std::stop_callback<std::function<void()>>> watch;
    };
    /// Shared by the queue and by enter(), which still arms `watch` when a turn may have come.
    using WaiterPointer = std::shared_ptr<Waiter>;

    void release();
    void leave(const Waiter* waiter);
    [[nodiscard]] WaiterPointer takeNext();

    const std::size_t inside_max_;
    const std::size_t waiting_max_;
    std::mutex mutex_;
    std::size_t inside_ = 0;            // guarded by mutex_
    std::list<WaiterPointer> waiting_;  // guarded by mutex_
};

}  // namespace toolhost::servicenow
