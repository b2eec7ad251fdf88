#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

#include "tasks/task.hpp"

namespace toolhost::tasks {

/// Counts tasks, and calls that may become one, against the bounds. Thread-safe; outlives the
/// places it gives.
class Places {
public:
    /// One place, given back when it goes unless it is kept for a task.
    class Place {
    public:
        Place(Places& places, Owner owner) : places_(places), owner_(std::move(owner)) {}
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place();

        /// The task has it from now on: giveBack() when that is gone.
        void keep() { is_kept_ = true; }

    private:
        Places& places_;
        const Owner owner_;
        bool is_kept_ = false;
    };

    Places(std::size_t max_per_caller, std::size_t max_in_all)
        : max_per_caller_(max_per_caller), max_in_all_(max_in_all) {}

    /// Null when there is no place left for that caller.
    std::shared_ptr<Place> take(const Owner& owner);

    /// Counts tasks that are there already, whatever the bounds.
    void countIn(const Owner& owner, std::size_t tasks);

    void giveBack(const Owner& owner);

private:
    const std::size_t max_per_caller_;
    const std::size_t max_in_all_;
    std::mutex mutex_;
    std::map<Owner, std::size_t> taken_;  // guarded by mutex_
    std::size_t taken_in_all_ = 0;        // guarded by mutex_
};

}  // namespace toolhost::tasks
