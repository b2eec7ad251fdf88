#include "loader/checkup/trial_call.hpp"

#include <utility>

namespace toolhost::loader {
namespace {

/// Somebody, so that a tool which asks on a user's behalf goes that way.
constexpr std::string_view kIdentity =
    R"({"subject":"plugin-check","client_id":"plugin-check","scopes":[],"user":"plugin.check"})";

}  // namespace

void TrialOutcome::answered(Answer answer) {
    const std::lock_guard lock(mutex_);
    if (answer_) {
        misbehaviour_ = "it answered more than once";
    } else {
        answer_ = std::move(answer);
    }
    changed_.notify_all();
}

void TrialOutcome::misbehaved(const std::string& how) {
    const std::lock_guard lock(mutex_);
    if (misbehaviour_.empty()) misbehaviour_ = how;
    if (!answer_) answer_ = Answer{Answer::Kind::Failure, how, TOOLHOST_FAILURE_INTERNAL};
    changed_.notify_all();
}

void TrialOutcome::released() {
    const std::lock_guard lock(mutex_);
    is_released_ = true;
    changed_.notify_all();
}

bool TrialOutcome::waitAnswered(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [this] { return answer_.has_value(); });
}

bool TrialOutcome::waitReleased(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [this] { return is_released_; });
}

std::optional<TrialOutcome::Answer> TrialOutcome::answer() const {
    const std::lock_guard lock(mutex_);
    return answer_;
}

std::string TrialOutcome::misbehaviour() const {
    const std::lock_guard lock(mutex_);
    return misbehaviour_;
}

TrialCall::TrialCall(Order order, std::shared_ptr<TrialOutcome> outcome)
    : order_(std::move(order)),
      outcome_(std::move(outcome)),
      deadline_(std::chrono::steady_clock::now() + order_.patience) {}

TrialCall::~TrialCall() {
    outcome_->released();
}

std::optional<std::string_view> TrialCall::field(std::uint32_t name) const {
    switch (name) {
        case TOOLHOST_CALL_NAME:
            return order_.tool;
        case TOOLHOST_CALL_ARGUMENTS:
            return order_.arguments;
        case TOOLHOST_CALL_IDENTITY:
            return kIdentity;
        case TOOLHOST_CALL_ID:
            return "plugin-check";
        case TOOLHOST_CALL_METHOD:
            return "tools/call";
        case TOOLHOST_CALL_CAPABILITIES:
            return "{}";
        default:
            return std::nullopt;
    }
}

std::chrono::milliseconds TrialCall::remaining() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ -
                                                                 std::chrono::steady_clock::now());
}

toolhost_status TrialCall::finish(std::string_view result_json) {
    outcome_->answered({TrialOutcome::Answer::Kind::Result, std::string(result_json), 0});
    return TOOLHOST_OK;
}

toolhost_status TrialCall::fail(std::uint32_t failure, std::string_view message) {
    outcome_->answered({TrialOutcome::Answer::Kind::Failure, std::string(message), failure});
    return TOOLHOST_OK;
}

toolhost_status TrialCall::needInput(std::string_view requests_json, std::string_view /*state*/) {
    outcome_->answered({TrialOutcome::Answer::Kind::Questions, std::string(requests_json), 0});
    return TOOLHOST_OK;
}

toolhost_status TrialCall::report(const boundary::Progress& /*progress*/) {
    return TOOLHOST_OK;
}

toolhost_status TrialCall::addPartial(std::string_view /*block_json*/) {
    return TOOLHOST_OK;
}

toolhost_status TrialCall::closeStream(std::chrono::milliseconds /*retry*/) {
    return TOOLHOST_E_UNSUPPORTED;
}

toolhost_status TrialCall::say(const boundary::Message& /*message*/) {
    return TOOLHOST_OK;
}

void TrialCall::misbehaved(const std::string& how) {
    outcome_->misbehaved(how);
}

}  // namespace toolhost::loader
