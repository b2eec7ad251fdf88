#pragma once

#include <functional>
#include <memory>

#include "boundary/frames/frame.hpp"
#include "boundary/services.hpp"
#include "loader/workers/call_table.hpp"
#include "loader/workers/control_replies.hpp"
#include "loader/workers/link.hpp"

namespace toolhost::loader {

/// What one process of a plugin says, done for it: its log, its questions to services, its answers
/// to calls. [the thread that reads its link]
class WorkerVoice {
public:
    /// What is not shared outlives it.
    WorkerVoice(std::shared_ptr<WorkerLink> link,
                boundary::Services& services,
                CallTable& calls,
                ControlReplies& replies)
        : link_(std::move(link)), services_(services), calls_(calls), replies_(replies) {}

    void take(const boundary::Frame& frame);

    /// Asks the process after calls that nobody waits for since before that time.
    void askAfterCancelled(base::SteadyTime before);

private:
    void takeOfCall(const boundary::Frame& frame, boundary::Call& call);
    void answerQuestion(const boundary::Frame& frame);
    void stuck(const boundary::Frame& frame);

    const std::shared_ptr<WorkerLink> link_;
    boundary::Services& services_;
    CallTable& calls_;
    ControlReplies& replies_;
};

}  // namespace toolhost::loader
