#include "worker/remote_call.hpp"

#include <algorithm>

#include "boundary/questions.hpp"

namespace toolhost::worker {
namespace {

using boundary::FrameType;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::vector<std::string> fieldsOf(const boundary::Frame& frame) {
    return {frame.parts.begin() + std::min<std::ptrdiff_t>(1, std::ssize(frame.parts)),
            frame.parts.end()};
}

}  // namespace

RemoteCall* RemoteCall::make(const boundary::Frame& frame,
                             Connection& connection,
                             LiveCalls& live) {
    auto* call = new RemoteCall(frame, connection, live);
    live.add(call->id(), *call);
    return call;
}

RemoteCall::RemoteCall(const boundary::Frame& frame, Connection& connection, LiveCalls& live)
    : id_(frame.id),
      connection_(connection),
      live_(live),
      deadline_(steady_clock::now() + milliseconds(frame.number(0))),
      fields_(fieldsOf(frame)) {}

RemoteCall::~RemoteCall() {
    live_.remove(id_);
    tell(FrameType::Release, {});
}

void RemoteCall::runIn(boundary::Plugin& plugin) {
    is_running_ = true;
    boundary::run(plugin, *this);
    is_running_ = false;
}

void RemoteCall::sayIfStuck() {
    if (is_running_) tell(FrameType::Stuck, {});
}

std::optional<std::string_view> RemoteCall::field(std::uint32_t name) const {
    const std::size_t position = std::size_t{name} - TOOLHOST_CALL_NAME;
    if (position >= fields_.size() || fields_[position].empty()) return std::nullopt;
    return fields_[position];
}

milliseconds RemoteCall::remaining() const {
    return std::chrono::duration_cast<milliseconds>(deadline_ - steady_clock::now());
}

toolhost_status RemoteCall::finish(std::string_view result_json) {
    return answer(FrameType::Finish, {result_json});
}

toolhost_status RemoteCall::fail(std::uint32_t failure, std::string_view message) {
    return answer(FrameType::Fail, {std::to_string(failure), message});
}

toolhost_status RemoteCall::needInput(std::string_view requests_json, std::string_view state) {
    const auto capabilities = field(TOOLHOST_CALL_CAPABILITIES).value_or("{}");
    const auto asked = boundary::checkQuestions(requests_json, capabilities);
    if (asked.ok() && !asked.value()) return TOOLHOST_E_UNSUPPORTED;
    if (asked.ok()) return answer(FrameType::NeedInput, {requests_json, state});
    connection_.send(boundary::encode(
        FrameType::Log, 0, {std::to_string(TOOLHOST_LOG_WARNING), asked.error().what}));
    return TOOLHOST_E_ARGUMENT;
}

toolhost_status RemoteCall::report(const boundary::Progress& progress) {
    if (is_answered_) return TOOLHOST_E_STATE;
    tell(FrameType::Progress,
         {std::to_string(progress.done), std::to_string(progress.total), progress.message});
    return TOOLHOST_OK;
}

/// Counted here, so that the plugin learns at once when it is too much; kept by the host.
toolhost_status RemoteCall::addPartial(std::string_view block_json) {
    if (is_answered_) return TOOLHOST_E_STATE;
    const toolhost_status status = partial_.add(block_json);
    if (status == TOOLHOST_OK) tell(FrameType::Partial, {block_json});
    return status;
}

toolhost_status RemoteCall::closeStream(milliseconds retry) {
    if (!field(TOOLHOST_CALL_STREAM)) return TOOLHOST_E_UNSUPPORTED;
    if (is_answered_) return TOOLHOST_E_STATE;
    tell(FrameType::CloseStream, {std::to_string(retry.count())});
    return TOOLHOST_OK;
}

toolhost_status RemoteCall::say(const boundary::Message& message) {
    if (is_answered_) return TOOLHOST_E_STATE;
    tell(FrameType::Message, {std::to_string(message.level), message.logger, message.data_json});
    return TOOLHOST_OK;
}

void RemoteCall::misbehaved(const std::string& how) {
    answer(FrameType::Misbehaved, {how});
}

toolhost_status RemoteCall::answer(FrameType type, std::initializer_list<std::string_view> parts) {
    const std::string frame = boundary::encode(type, id_, parts);
    if (!is_answered_.exchange(true)) {  // not before it is made: there may be no memory for it
        connection_.send(frame);
        return TOOLHOST_OK;
    }
    // The host, which may have answered in the plugin's place, knows whether to make much of it.
    if (type != FrameType::Misbehaved) tell(FrameType::Misbehaved, {"it answered more than once"});
    return TOOLHOST_E_STATE;
}

void RemoteCall::tell(FrameType type, std::initializer_list<std::string_view> parts) {
    connection_.send(boundary::encode(type, id_, parts));
}

}  // namespace toolhost::worker
