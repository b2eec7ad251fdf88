#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/thread.hpp"

namespace toolhost::store {

/// What a worker says of an item it was offered.
enum class Offer { Taken, Full, Stopping };

/// Whether somebody waits for an item to be handled.
enum class Haste { Now, MayWait };

/// How much a worker holds and hands on at once.
struct GroupBounds {
    std::size_t queue_max;
    std::size_t group_max;
    /// How long an item that may wait is held for company; one in haste sends all that is queued.
    std::chrono::milliseconds group_wait{0};
};

/// A bounded queue and the one thread that hands its items on in groups, in order. While a group is
/// handled the next one gathers, so that a slow commit is shared without anyone waiting for it.
template <typename Item>
class GroupWorker {
public:
    /// Called on the worker's thread, never with a lock held. Must not throw.
    using Handle = std::function<void(std::vector<Item>)>;

    GroupWorker(std::string thread_name, GroupBounds bounds, Handle handle)
        : bounds_(bounds),
          handle_(std::move(handle)),
          thread_([this, name = std::move(thread_name)] {
              base::nameThisThread(name);
              run();
          }) {}
    GroupWorker(const GroupWorker&) = delete;
    GroupWorker& operator=(const GroupWorker&) = delete;
    ~GroupWorker() { stop(); }

    /// [any thread] Moves from the item only when it is taken.
    Offer offer(Item& item, Haste haste) {
        const std::lock_guard lock(mutex_);
        if (stopping_) return Offer::Stopping;
        if (queue_.size() >= bounds_.queue_max) return Offer::Full;
        queue_.push_back({std::move(item), haste});
        if (haste == Haste::Now) ++in_haste_;
        if (queue_.size() == 1 || isDue()) wake_.notify_one();
        return Offer::Taken;
    }

    /// [the owner, once at most besides the destructor] Hands on what is queued, refuses more, ends
    /// the thread.
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        if (thread_.joinable()) thread_.join();
    }

    /// [any thread] Whether the caller runs on this worker's thread and must not wait for it.
    [[nodiscard]] bool isThisThread() const {
        return std::this_thread::get_id() == thread_.get_id();
    }

private:
    struct Queued {
        Item item;
        Haste haste;
    };

    void run() {
        for (auto group = nextGroup(); !group.empty(); group = nextGroup()) {
            handle_(std::move(group));
        }
    }

    /// Empty when the worker stops and nothing is left.
    std::vector<Item> nextGroup() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        wake_.wait_for(lock, bounds_.group_wait, [this] { return isDue(); });
        const std::size_t most = std::max<std::size_t>(bounds_.group_max, 1);
        std::vector<Item> group;
        while (!queue_.empty() && group.size() < most) {
            if (queue_.front().haste == Haste::Now) --in_haste_;
            group.push_back(std::move(queue_.front().item));
            queue_.pop_front();
        }
        return group;
    }

    [[nodiscard]] bool isDue() const {
        return stopping_ || in_haste_ > 0 || queue_.size() >= bounds_.group_max;
    }

    const GroupBounds bounds_;
    const Handle handle_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Queued> queue_;  // guarded by mutex_
    std::size_t in_haste_ = 0;  // guarded by mutex_; queued items in haste
    bool stopping_ = false;     // guarded by mutex_
    std::thread thread_;        // last: it uses all of the above
};

}  // namespace toolhost::store
