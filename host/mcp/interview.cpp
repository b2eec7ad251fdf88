#include "mcp/interview.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/ids.hpp"
#include "jsonrpc/encode.hpp"

namespace toolhost::mcp {
namespace {

using nlohmann::json;

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The request's params as a session's revision has them: an elicitation by URL has an id there,
/// and before there were two modes none was said.
json paramsOf(const Revision& revision, const json& asked) {
    json params = asked.value("params", json::object());
    if (asked["method"] != "elicitation/create") return params;
    const bool is_by_url = params.value("mode", "form") == "url";
    if (is_by_url && !params.contains("elicitationId")) {
        params["elicitationId"] = base::randomHexId();
    }
    if (!revision.has_elicitation_modes) params.erase("mode");
    return params;
}

std::string objectOf(const std::map<std::string, std::string>& members) {
    std::string text;
    for (const auto& [name, value] : members) {
        text += (text.empty() ? "{" : ",") + jsonrpc::encodeString(name) + ':' + value;
    }
    return text.empty() ? "{}" : text + '}';
}

}  // namespace

void Interview::CallerLeft::operator()() const {
    if (const auto self = interview.lock()) {
        self->finish(tools::errorReply("The call was cancelled."));
    }
}

void Interview::ask(const tools::Questions& questions) {
    if (!caller_left_) {
        caller_left_ = std::make_unique<std::stop_callback<CallerLeft>>(
            occasion_.order->caller_left, CallerLeft{weak_from_this()});
    }
    const json requests = json::parse(questions.requests, nullptr, false);
    if (!beginRound(requests.size(), questions.state)) return;
    if (round_ > kRoundsMax) return giveUp("it asked too often", round_);
    for (const Question& question : note(questions.requests)) {
        if (!occasion_.way->say(question.request)) {
            return giveUp("the client cannot be reached", round_);
        }
    }
}

/// False when nobody waits any more. Only one round is open at a time.
bool Interview::beginRound(std::size_t questions, const std::string& state) {
    const std::lock_guard lock(mutex_);
    if (!done_) return false;
    ++round_;
    awaited_ = questions;
    answers_.clear();
    asked_.clear();
    state_ = state;
    alarm_ =
        occasion_.runner.timer().set(std::chrono::steady_clock::now() + occasion_.answer_within,
                                     [self = shared_from_this(), round = round_] {
                                         self->giveUp("the client did not answer in time", round);
                                     });
    return true;
}

std::vector<Interview::Question> Interview::note(const std::string& requests) {
    std::vector<Question> questions;
    const json all = json::parse(requests, nullptr, false);
    const Revision& revision = *occasion_.peer->terms().revision;
    for (const auto& [name, asked] : all.items()) {
        const std::uint64_t id = occasion_.peer->asks().note(
            [self = shared_from_this(), name = name, round = round_](auto result) {
                self->answered(name, std::move(result), round);
            });
        const json request = {{"jsonrpc", "2.0"},
                              {"id", id},
                              {"method", asked["method"]},
                              {"params", paramsOf(revision, asked)}};
        questions.push_back({name, dump(request), id});
        const std::lock_guard lock(mutex_);
        asked_.push_back(id);
    }
    return questions;
}

void Interview::answered(const std::string& name, base::Result<std::string> result, int round) {
    if (!result.ok()) return giveUp("the client refused: " + result.error().what, round);
    {
        const std::lock_guard lock(mutex_);
        if (round != round_ || !done_) return;
        answers_[name] = std::move(result).value();
        if (answers_.size() < awaited_) return;
    }
    runAgain();
}

void Interview::runAgain() {
    calls::Order order = *occasion_.order;
    {
        const std::lock_guard lock(mutex_);
        if (alarm_) occasion_.runner.timer().cancel(*alarm_);
        alarm_.reset();
        order.particulars.answers = objectOf(answers_);
        order.particulars.state = state_;
    }
    occasion_.runner.run(std::move(order), [self = shared_from_this()](tools::Answer answer) {
        if (const auto* questions = std::get_if<tools::Questions>(&answer)) {
            return self->ask(*questions);
        }
        self->finish(std::move(answer));
    });
}

void Interview::giveUp(const std::string& why, int round) {
    {
        const std::lock_guard lock(mutex_);
        if (round != round_) return;
    }
    finish(tools::errorReply("The " + std::string(occasion_.order->callable->target().kind) +
                             " needs an answer that it did not get: " + why + "."));
}

void Interview::finish(tools::Answer answer) {
    tools::Answered done;
    {
        const std::lock_guard lock(mutex_);
        done = std::exchange(done_, nullptr);
    }
    if (!done) return;
    forgetQuestions();
    done(std::move(answer));
}

void Interview::forgetQuestions() {
    std::vector<std::uint64_t> asked;
    {
        const std::lock_guard lock(mutex_);
        asked = std::exchange(asked_, {});
        if (alarm_) occasion_.runner.timer().cancel(*alarm_);
        alarm_.reset();
    }
    for (const std::uint64_t id : asked) {
        occasion_.peer->asks().forget(id);
    }
}

}  // namespace toolhost::mcp
