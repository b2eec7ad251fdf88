#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "boundary/frames/frame.hpp"

namespace toolhost::loader {

/// Who waits for the worker's answer to which control frame. Thread-safe.
class ControlReplies {
public:
    using Parts = base::Result<std::vector<std::string>>;
    /// Takes the answer: once.
    using Answered = std::function<void(Parts)>;

    /// The id to send the frame under.
    std::uint64_t expect(Answered answered);

    /// Gives a Done or Failed frame to who waits for it.
    void deliver(const boundary::Frame& frame);

    /// Tells everyone that no answer will come.
    void abandon(const base::Error& why);

private:
    std::mutex mutex_;
    std::uint64_t last_id_ = 0;                  // guarded by mutex_
    std::map<std::uint64_t, Answered> waiting_;  // guarded by mutex_
};

}  // namespace toolhost::loader
