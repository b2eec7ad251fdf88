#include "loader/workers/worker_voice.hpp"

#include <cstdlib>
#include <string>

namespace toolhost::loader {
namespace {

using boundary::encode;
using boundary::Frame;
using boundary::FrameType;

double real(std::string_view text) {
    return std::strtod(std::string(text).c_str(), nullptr);
}

}  // namespace

void WorkerVoice::take(const Frame& frame) {
    switch (frame.type) {
        case FrameType::Done:
        case FrameType::Failed:
            return replies_.deliver(frame);
        case FrameType::Log:
            return services_.log(static_cast<std::int32_t>(frame.number(0)), frame.part(1));
        case FrameType::Measure:
            services_.measure({static_cast<std::uint32_t>(frame.number(0)),
                               frame.part(1),
                               frame.part(2),
                               real(frame.part(3))});
            return;
        case FrameType::Raise:
            services_.raise(static_cast<std::uint32_t>(frame.number(0)), frame.part(1));
            return;
        case FrameType::Refused:
            return services_.refused(frame.part(0));
        case FrameType::Ask:
            return answerQuestion(frame);
        case FrameType::Stuck:
            return stuck(frame);
        case FrameType::Release:
            return calls_.release(frame.id);
        default:
            break;
    }
    boundary::Call* call = calls_.find(frame.id);
    if (call == nullptr) return;  // answered in the plugin's place, and gone
    takeOfCall(frame, *call);
    call->release();
}

void WorkerVoice::takeOfCall(const Frame& frame, boundary::Call& call) {
    switch (frame.type) {
        case FrameType::Finish:
            call.finish(frame.part(0));
            return;
        case FrameType::Fail:
            call.fail(static_cast<std::uint32_t>(frame.number(0)), frame.part(1));
            return;
        case FrameType::NeedInput:
            call.needInput(frame.part(0), frame.part(1));
            return;
        case FrameType::Progress:
            call.report({real(frame.part(0)), real(frame.part(1)), frame.part(2)});
            return;
        case FrameType::Partial:
            call.addPartial(frame.part(0));
            return;
        case FrameType::CloseStream:
            call.closeStream(std::chrono::milliseconds(frame.number(0)));
            return;
        case FrameType::Message:
            call.say({static_cast<std::int32_t>(frame.number(0)), frame.part(1), frame.part(2)});
            return;
        case FrameType::Misbehaved:
            call.misbehaved(std::string(frame.part(0)));
            return;
        default:
            return;
    }
}

void WorkerVoice::answerQuestion(const Frame& frame) {
    const auto reply = [link = link_, id = frame.id](
                           toolhost_status status, std::string_view json, std::string_view bytes) {
        link->send(encode(FrameType::Answer, id, {std::to_string(status), json, bytes}));
    };
    const auto call_id = static_cast<std::uint64_t>(frame.number(0));
    boundary::Call* call = call_id == 0 ? nullptr : calls_.find(call_id);
    const toolhost_status status =
        call_id != 0 && call == nullptr
            ? TOOLHOST_E_STATE
            : services_.ask({frame.part(1), call, frame.part(2), frame.part(3)}, reply);
    if (call != nullptr) call->release();
    if (status != TOOLHOST_PENDING) {
        reply(status < 0 ? status : TOOLHOST_E_FAILED,
              R"({"error":{"kind":"refused","message":"the host did not take the request"}})",
              {});
    }
}

void WorkerVoice::askAfterCancelled(base::SteadyTime before) {
    for (const std::uint64_t id : calls_.takeOverdue(before)) {
        link_->send(encode(FrameType::Probe, id, {}));
    }
}

void WorkerVoice::stuck(const Frame& frame) {
    boundary::Call* call = calls_.find(frame.id);
    if (call == nullptr) return;
    call->release();
    link_->close("a call went on though nobody waited for it any more");
}

}  // namespace toolhost::loader
