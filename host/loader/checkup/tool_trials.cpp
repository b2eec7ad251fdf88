#include "loader/checkup/tool_trials.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "loader/checkup/hostile_arguments.hpp"
#include "tools/answer.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using Answer = TrialOutcome::Answer;
using std::chrono::milliseconds;

/// A call is let go of soon after its answer.
constexpr milliseconds kReleasePatience{1'000};
/// A call that is to be cancelled gets so long to come to where it waits.
constexpr milliseconds kHeadStart{50};
constexpr std::size_t kArgumentsShown = 80;

json inputSchemaOf(const tools::Definition& tool) {
    return json::parse(tool.json).value("inputSchema", json::object());
}

std::string textOf(milliseconds time) {
    return std::to_string(time.count()) + " ms";
}

/// The beginning of arguments, for people to try again.
std::string shown(const std::string& arguments) {
    const std::string text = base::quoted(arguments.substr(0, kArgumentsShown));
    if (arguments.size() <= kArgumentsShown) return text;
    return text + " … (" + std::to_string(arguments.size()) + " bytes)";
}

}  // namespace

ToolTrials::ToolTrials(const tools::Definition& tool,
                       const TrialBounds& bounds,
                       LiveSpecimen& specimen)
    : tool_(tool),
      bounds_(bounds),
      specimen_(specimen),
      conforming_(conformingArguments(inputSchemaOf(tool), tool.input)) {}

Checks ToolTrials::run() {
    Checks checks = {checkAnswers()};
    const bool is_bad = checks.front().outcome == Check::Outcome::Failed;
    Check survives = named("survives", "It lives through arguments that nobody should send");
    Check cancels = named("cancels", "It answers soon once nobody waits");
    if (is_bad) {
        checks.push_back(skipped(std::move(survives), "it fails at less"));
        checks.push_back(skipped(std::move(cancels), "it fails at less"));
    } else {
        checks.push_back(checkSurvives());
        checks.push_back(checkCancels());
    }
    return checks;
}

Check ToolTrials::named(const char* name, const char* promise) const {
    return {.name = tool_.local_name + '.' + name, .promise = promise};
}

Check ToolTrials::checkAnswers() {
    Check check = named("answers", "It answers once, in the form it promises");
    if (!conforming_) {
        return skipped(std::move(check),
                       "no arguments are known that conform to its inputSchema; give its "
                       "properties examples");
    }
    const Tried tried = call(*conforming_);
    if (!tried.fault.empty()) {
        return failed(std::move(check),
                      tried.fault + ", called with " + shown(*conforming_),
                      "call it so with toolhost plugin call, and mend it");
    }
    const bool is_internal = tried.answer->kind == Answer::Kind::Failure &&
                             tried.answer->failure == TOOLHOST_FAILURE_INTERNAL;
    if (!is_internal) return check;
    return failed(std::move(check),
                  "it failed with " + base::quoted(tried.answer->text) +
                      " at arguments that it "
                      "wants: " +
                      shown(*conforming_),
                  "answer what a caller can do nothing about with an error result");
}

Check ToolTrials::checkSurvives() {
    Check check = named("survives", "It lives through arguments that nobody should send");
    const auto until = std::chrono::steady_clock::now() + bounds_.hostile_time;
    for (const auto& arguments : hostileArguments(inputSchemaOf(tool_), bounds_.hostile_calls)) {
        if (std::chrono::steady_clock::now() > until) break;
        const Tried tried = call(arguments);
        if (tried.fault.empty()) continue;
        return failed(std::move(check),
                      tried.fault + ", called with " + shown(arguments),
                      "believe nothing of the arguments before it is looked at");
    }
    return check;
}

Check ToolTrials::checkCancels() {
    Check check = named("cancels", "It answers soon once nobody waits");
    if (!conforming_) return skipped(std::move(check), "no arguments are known that it wants");
    const Tried tried = callAndHangUp();
    if (tried.fault.empty()) return check;
    return failed(
        std::move(check),
        tried.fault,
        "look at Context::isCancelled in long work, and wait for nothing without a bound");
}

ToolTrials::Tried ToolTrials::call(const std::string& arguments) {
    const auto specimen = specimen_.get();
    if (!specimen.ok()) return {specimen.error().what};
    const auto outcome = std::make_shared<TrialOutcome>();
    auto* call = new TrialCall({tool_.local_name, arguments, bounds_.answer_patience}, outcome);
    boundary::run(specimen.value()->plugin(), *call);
    const bool is_answered = outcome->waitAnswered(bounds_.answer_patience);
    call->release();
    std::string fault = faultOf(*outcome, is_answered, *specimen.value());
    // What a tool makes of arguments that are no JSON need not be any either.
    if (fault.empty() && base::isJson(arguments)) fault = formFault(*outcome->answer());
    if (!fault.empty()) specimen_.discard();
    return {std::move(fault), outcome->answer()};
}

ToolTrials::Tried ToolTrials::callAndHangUp() {
    const auto specimen = specimen_.get();
    if (!specimen.ok()) return {specimen.error().what};
    Specimen& tried = *specimen.value();
    const auto outcome = std::make_shared<TrialOutcome>();
    auto* call = new TrialCall({tool_.local_name, *conforming_, bounds_.answer_patience}, outcome);
    tried.services().withhold();
    boundary::run(tried.plugin(), *call);
    static_cast<void>(outcome->waitAnswered(kHeadStart));
    call->cancel();
    tried.plugin().cancel(*call);
    tried.services().release();  // as a service does that hears of it
    const bool is_answered = outcome->waitAnswered(bounds_.cancel_patience);
    call->release();
    if (is_answered) return {faultOf(*outcome, is_answered, tried), outcome->answer()};
    specimen_.discard();
    return {"it had not answered " + textOf(bounds_.cancel_patience) + " after it was cancelled"};
}

/// What is to be said against what became of a call.
std::string ToolTrials::faultOf(TrialOutcome& outcome,
                                bool is_answered,
                                const Specimen& specimen) const {
    if (!is_answered) return "it did not answer within " + textOf(bounds_.answer_patience);
    const bool is_released = outcome.waitReleased(kReleasePatience);
    if (const auto crash = specimen.crash(); !crash.empty()) {
        return "its process ended (" + crash + ')';
    }
    if (auto how = outcome.misbehaviour(); !how.empty()) return how;
    if (!is_released) {
        return "it still holds the call " + textOf(kReleasePatience) + " after it answered";
    }
    return {};
}

/// How an answer breaks what the tool promises of its results.
std::string ToolTrials::formFault(const Answer& answer) const {
    if (answer.kind != Answer::Kind::Result) return {};
    const auto reply = tools::readReply(answer.text, tool_);
    return reply.ok() ? std::string() : reply.error().what;
}

}  // namespace toolhost::loader
