#include "loader/call_handle.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "loader/text_sink.hpp"

namespace toolhost::loader {
namespace {

/// What a plugin may know of the caller. Never the token.
std::string identityJson(const identity::Principal& principal) {
    nlohmann::json json = {{"subject", principal.subject},
                           {"client_id", principal.client_id},
                           {"scopes", principal.scopes}};
    if (principal.user) json["user"] = *principal.user;
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

tools::Answer failureAnswer(std::uint32_t failure, std::string message) {
    if (failure == TOOLHOST_FAILURE_TOOL) return tools::errorReply(std::move(message));
    const auto kind = failure == TOOLHOST_FAILURE_INVALID_PARAMS ? tools::Fault::Kind::InvalidParams
                                                                 : tools::Fault::Kind::Internal;
    return tools::Fault{kind, std::move(message)};
}

}  // namespace

CallHandle* CallHandle::make(const tools::Definition& definition,
                             tools::Invocation invocation,
                             tools::Answered answered,
                             const base::Clock& clock,
                             base::Log& log) {
    return new CallHandle(definition, std::move(invocation), std::move(answered), clock, log);
}

CallHandle::CallHandle(const tools::Definition& definition,
                       tools::Invocation invocation,
                       tools::Answered answered,
                       const base::Clock& clock,
                       base::Log& log)
    : definition_(definition),
      invocation_(std::move(invocation)),
      identity_(identityJson(*invocation_.principal)),
      clock_(clock),
      log_(log),
      answered_(std::move(answered)) {}

void CallHandle::release() {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

bool CallHandle::answer(tools::Answer answer) {
    if (is_answered_.exchange(true)) return false;
    const auto answered = std::exchange(answered_, nullptr);
    answered(std::move(answer));
    return true;
}

toolhost_str CallHandle::get(toolhost_call* call, std::uint32_t field) noexcept {
    const CallHandle& self = from(call);
    switch (field) {
        case TOOLHOST_CALL_NAME:
            return toAbi(self.definition_.local_name);
        case TOOLHOST_CALL_ARGUMENTS:
            return toAbi(self.invocation_.arguments);
        case TOOLHOST_CALL_IDENTITY:
            return toAbi(self.identity_);
        case TOOLHOST_CALL_ID:
            return toAbi(self.invocation_.id);
        default:
            return {nullptr, 0};
    }
}

std::uint64_t CallHandle::remainingMs(toolhost_call* call) noexcept {
    const CallHandle& self = from(call);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        self.invocation_.deadline - self.clock_.steady());
    return left.count() > 0 ? static_cast<std::uint64_t>(left.count()) : 0;
}

std::int32_t CallHandle::isCancelled(toolhost_call* call) noexcept {
    return from(call).invocation_.cancelled.stop_requested() ? 1 : 0;
}

toolhost_status CallHandle::finish(toolhost_call* call, toolhost_str result_json) noexcept {
    CallHandle& self = from(call);
    auto reply = tools::readReply(fromAbi(result_json), self.definition_);
    if (reply.ok()) return self.answer(std::move(reply).value()) ? TOOLHOST_OK : TOOLHOST_E_STATE;
    self.log_.warning("loader.plugin.misbehaved",
                      {{"plugin", self.definition_.plugin},
                       {"tool", self.definition_.name},
                       {"call", self.invocation_.id},
                       {"reason", reply.error().what}});
    const bool taken = self.answer(tools::Fault{
        tools::Fault::Kind::Internal,
        "tool " + self.definition_.name + " broke its promise: " + reply.error().what});
    return taken ? TOOLHOST_E_ARGUMENT : TOOLHOST_E_STATE;
}

toolhost_status CallHandle::fail(toolhost_call* call,
                                 std::uint32_t failure,
                                 toolhost_str message) noexcept {
    CallHandle& self = from(call);
    const bool taken = self.answer(failureAnswer(failure, std::string(fromAbi(message))));
    return taken ? TOOLHOST_OK : TOOLHOST_E_STATE;
}

const toolhost_call_api* CallHandle::interface() {
    static const toolhost_call_api api{sizeof(toolhost_call_api),
                                       0,
                                       &CallHandle::get,
                                       &CallHandle::remainingMs,
                                       &CallHandle::isCancelled,
                                       &CallHandle::finish,
                                       &CallHandle::fail,
                                       &CallHandle::retainAbi,
                                       &CallHandle::releaseAbi};
    return &api;
}

}  // namespace toolhost::loader
