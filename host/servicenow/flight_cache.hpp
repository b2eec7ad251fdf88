#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// Keeps what is costly to ask for, each thing for a time of its own, and lets everybody who wants
/// the same thing wait for one asking. Problems are kept like values. Thread-safe.
template <typename Value>
class FlightCache {
public:
    /// What asking came to. Kept until that time; not at all when it is past.
    struct Finding {
        Outcome<Value> outcome;
        base::SteadyTime keep_until;
    };
    using Report = std::function<void(Finding)>;
    /// Asks, then reports exactly once, at once or later. The cache outlives it.
    using Fetch = std::function<void(Report)>;

    FlightCache(const base::Clock& clock, std::size_t entries_max)
        : clock_(clock), entries_max_(entries_max) {}

    /// Gives what is kept under the key, or what `fetch` (or the one already under way) finds.
    void get(const std::string& key, const Fetch& fetch, Then<Value> then) {
        std::unique_lock lock(mutex_);
        makeRoomFor(key);
        Slot& slot = slots_[key];
        if (isFresh(slot)) {
            auto kept = slot.finding->outcome;
            lock.unlock();
            return then(std::move(kept));
        }
        const bool first = slot.waiting.empty();
        slot.waiting.push_back(std::move(then));
        lock.unlock();
        if (first) fetch([this, key](Finding finding) { land(key, std::move(finding)); });
    }

    /// Drops what is kept under the key if `isMeant` says so of its value.
    template <typename Predicate>
    void forget(const std::string& key, Predicate isMeant) {
        const std::lock_guard lock(mutex_);
        const auto slot = slots_.find(key);
        if (slot == slots_.end() || !slot->second.finding) return;
        const auto& outcome = slot->second.finding->outcome;
        if (outcome.ok() && isMeant(outcome.value())) slot->second.finding.reset();
    }

private:
    struct Slot {
        std::optional<Finding> finding;
        std::vector<Then<Value>> waiting;  // not empty: a fetch is under way
    };
    using Slots = std::unordered_map<std::string, Slot>;

    [[nodiscard]] bool isFresh(const Slot& slot) const {
        return slot.finding && slot.finding->keep_until > clock_.steady();
    }

    void land(const std::string& key, Finding finding) {
        std::vector<Then<Value>> waiting;
        {
            const std::lock_guard lock(mutex_);
            Slot& slot = slots_[key];
            waiting.swap(slot.waiting);
            slot.finding = finding;
            if (!isFresh(slot)) slots_.erase(key);
        }
        for (const auto& then : waiting) {
            then(finding.outcome);
        }
    }

    /// Under the lock. Lets go of what is stale first, then of what would be soonest.
    void makeRoomFor(const std::string& key) {
        if (slots_.size() < entries_max_ || slots_.contains(key)) return;
        std::erase_if(slots_, [this](const auto& entry) {
            return entry.second.waiting.empty() && !isFresh(entry.second);
        });
        if (slots_.size() < entries_max_) return;
        const auto soonest = std::min_element(slots_.begin(), slots_.end(), goesEarlier);
        if (soonest->second.waiting.empty()) slots_.erase(soonest);
    }

    static bool goesEarlier(const typename Slots::value_type& one,
                            const typename Slots::value_type& other) {
        const auto end = [](const Slot& slot) {
            return slot.waiting.empty() ? slot.finding->keep_until : base::SteadyTime::max();
        };
        return end(one.second) < end(other.second);
    }

    const base::Clock& clock_;
    const std::size_t entries_max_;
    std::mutex mutex_;
    Slots slots_;  // guarded by mutex_
};

}  // namespace toolhost::servicenow
