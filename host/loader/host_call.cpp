#include "loader/host_call.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "boundary/questions.hpp"

namespace toolhost::loader {
namespace {

constexpr std::chrono::milliseconds kProgressPause{10};

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

std::optional<std::string_view> unlessEmpty(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace

HostCall* HostCall::make(std::shared_ptr<const tools::Target> target,
                         tools::Invocation invocation,
                         tools::Answered answered,
                         const CallEnvironment& environment) {
    return new HostCall(std::move(target), std::move(invocation), std::move(answered), environment);
}

HostCall::HostCall(std::shared_ptr<const tools::Target> target,
                   tools::Invocation invocation,
                   tools::Answered answered,
                   const CallEnvironment& environment)
    : target_(std::move(target)),
      invocation_(std::move(invocation)),
      identity_(identityJson(*invocation_.principal)),
      environment_(environment),
      answered_(std::move(answered)) {}

void HostCall::Hint::operator()() const {
    if (const auto target = plugin.lock()) target->cancel(*call);
}

void HostCall::hintTo(const std::shared_ptr<boundary::Plugin>& plugin) {
    hint_.emplace(invocation_.cancelled, Hint{this, plugin});
}

bool HostCall::answer(tools::Answer answer) {
    if (is_answered_.exchange(true)) return false;
    hint_.reset();
    const auto answered = std::exchange(answered_, nullptr);
    answered(std::move(answer));
    return true;
}

std::optional<std::string_view> HostCall::field(std::uint32_t name) const {
    const tools::Particulars& particulars = invocation_.particulars;
    switch (name) {
        case TOOLHOST_CALL_NAME:
            return target_->local_name;
        case TOOLHOST_CALL_ARGUMENTS:
            return invocation_.arguments;
        case TOOLHOST_CALL_IDENTITY:
            return identity_;
        case TOOLHOST_CALL_ID:
            return invocation_.id;
        case TOOLHOST_CALL_METHOD:
            return target_->method;
        case TOOLHOST_CALL_META:
            return unlessEmpty(particulars.meta);
        case TOOLHOST_CALL_CAPABILITIES:
            return particulars.client_capabilities;
        case TOOLHOST_CALL_TRACE:
            return unlessEmpty(particulars.trace);
        case TOOLHOST_CALL_ANSWERS:
            return unlessEmpty(particulars.answers);
        case TOOLHOST_CALL_STATE:
            return unlessEmpty(particulars.state);
        case TOOLHOST_CALL_STREAM:
            return unlessEmpty(canComeBack() ? "resumable" : "");
        default:
            return std::nullopt;
    }
}

std::chrono::milliseconds HostCall::remaining() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(invocation_.deadline -
                                                                 environment_.clock.steady());
}

bool HostCall::isCancelled() const {
    return invocation_.cancelled.stop_requested();
}

toolhost_status HostCall::finish(std::string_view result_json) {
    auto reply = read(result_json);
    if (reply.ok()) return answer(std::move(reply).value()) ? TOOLHOST_OK : TOOLHOST_E_STATE;
    complain(reply.error().what);
    const bool taken = answer(tools::Fault{tools::Fault::Kind::Internal,
                                           called() + " broke its promise: " + reply.error().what});
    return taken ? TOOLHOST_E_ARGUMENT : TOOLHOST_E_STATE;
}

/// Partial blocks go before those of a tool's reply; nothing else has any.
base::Result<tools::Answer> HostCall::read(std::string_view result_json) {
    auto answer = target_->read(result_json);
    if (!answer.ok()) return answer;
    auto* const reply = std::get_if<tools::Reply>(&answer.value());
    if (reply == nullptr) return answer;
    auto blocks = nlohmann::json::array();
    for (const std::string& block : partial_.take()) {
        blocks.push_back(nlohmann::json::parse(block));
    }
    reply->content.insert(reply->content.begin(), blocks.begin(), blocks.end());
    return answer;
}

/// "tool greet", for words.
std::string HostCall::called() const {
    return std::string(target_->kind) + ' ' + target_->name;
}

toolhost_status HostCall::fail(std::uint32_t failure, std::string_view message) {
    return answer(failureAnswer(failure, std::string(message))) ? TOOLHOST_OK : TOOLHOST_E_STATE;
}

toolhost_status HostCall::needInput(std::string_view requests_json, std::string_view state) {
    if (!target_->may_ask) return TOOLHOST_E_UNSUPPORTED;
    const auto asked =
        boundary::checkQuestions(requests_json, invocation_.particulars.client_capabilities);
    if (!asked.ok()) {
        complain(asked.error().what);
        return TOOLHOST_E_ARGUMENT;
    }
    if (!asked.value()) return TOOLHOST_E_UNSUPPORTED;
    const bool taken = answer(tools::Questions{std::string(requests_json), std::string(state)});
    return taken ? TOOLHOST_OK : TOOLHOST_E_STATE;
}

toolhost_status HostCall::report(const boundary::Progress& progress) {
    if (is_answered_) return TOOLHOST_E_STATE;
    if (!invocation_.audience || !isProgress(progress.done)) return TOOLHOST_OK;
    invocation_.audience->progress({progress.done, progress.total, std::string(progress.message)});
    return TOOLHOST_OK;
}

/// Whether it is further than what was told, and long enough after that.
bool HostCall::isProgress(double done) {
    const std::lock_guard lock(mutex_);
    const auto now = environment_.clock.steady();
    if (told_ && (done <= *told_ || now - told_at_ < kProgressPause)) return false;
    told_ = done;
    told_at_ = now;
    return true;
}

toolhost_status HostCall::addPartial(std::string_view block_json) {
    if (is_answered_) return TOOLHOST_E_STATE;
    if (target_->method != "tools/call") return TOOLHOST_E_UNSUPPORTED;
    return partial_.add(block_json);
}

bool HostCall::canComeBack() const {
    return invocation_.audience && invocation_.audience->canComeBack();
}

toolhost_status HostCall::closeStream(std::chrono::milliseconds retry) {
    if (is_answered_) return TOOLHOST_E_STATE;
    if (!canComeBack()) return TOOLHOST_E_UNSUPPORTED;
    invocation_.audience->comeBack(retry);
    return TOOLHOST_OK;
}

toolhost_status HostCall::say(const boundary::Message& message) {
    if (is_answered_) return TOOLHOST_E_STATE;
    if (!nlohmann::json::accept(message.data_json)) {
        complain("it said what is no JSON to the client");
        return TOOLHOST_E_ARGUMENT;
    }
    if (invocation_.audience) {
        invocation_.audience->message(
            {message.level, std::string(message.logger), std::string(message.data_json)});
    }
    return TOOLHOST_OK;
}

void HostCall::misbehaved(const std::string& how) {
    const bool taken =
        answer(tools::Fault{tools::Fault::Kind::Internal,
                            "plugin " + target_->plugin + " failed in " + called() + ": " + how});
    if (taken) complain(how);
}

void HostCall::complain(const std::string& reason) const {
    environment_.log.warning("loader.plugin.misbehaved",
                             {{"plugin", target_->plugin},
                              {std::string(target_->kind), target_->name},
                              {"call", invocation_.id},
                              {"reason", reason}});
}

}  // namespace toolhost::loader
