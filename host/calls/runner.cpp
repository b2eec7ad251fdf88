#include "calls/runner.hpp"

#include <atomic>
#include <utility>

#include "base/ids.hpp"

namespace toolhost::calls {
namespace {

constexpr std::chrono::seconds kAfterCancel{2};

tools::Answer busy() {
    return tools::Fault{tools::Fault::Kind::Overloaded,
                        "The host takes no more calls just now. Try again in a moment."};
}

/// How the audit trail names a call, by MCP's method.
std::string_view eventTypeOf(std::string_view method) {
    if (method == "prompts/get") return "mcp.prompt.get";
    if (method == "resources/read") return "mcp.resource.read";
    if (method == "completion/complete") return "mcp.completion.complete";
    return "mcp.tool.call";
}

tools::Answer tooLate(const tools::Target& target) {
    const std::string said =
        "The " + std::string(target.kind) + " did not answer in time and was stopped. ";
    return tools::errorReply(
        said + (target.is_read_only
                    ? "Nothing was changed; try again, or ask for less."
                    : "Whether it had an effect is not known; look before trying again."));
}

tools::Answer unrecorded(const base::Error& cause) {
    return tools::errorReply(
        "The call was not run, because it could not be recorded in the audit trail: " + cause.what +
        ". Tell the administrator of this host.");
}

audit::Outcome outcomeOf(Ending ending) {
    switch (ending) {
        case Ending::Answered:
        case Ending::Asked:
            return audit::Outcome::Ok;
        case Ending::Refused:
            return audit::Outcome::Denied;
        case Ending::ToolError:
        case Ending::Fault:
        case Ending::TimedOut:
        case Ending::Cancelled:
            return audit::Outcome::Failed;
    }
    return audit::Outcome::Failed;
}

}  // namespace

/// One admitted call and what is needed to record how it went.
struct Runner::Running {
    Order order;
    std::string id;
    base::SteadyTime started;
    base::SteadyTime deadline;
    tools::Answered answered;
    std::shared_ptr<InFlight> in_flight;
    std::atomic<bool> is_in_tool{false};  ///< a thread is inside Callable::run
    std::weak_ptr<Turns::Turn> turn;      ///< of that thread; for who watches it, long after
};

Runner::Runner(const Settings& settings,
               audit::Trail& trail,
               const base::Clock& clock,
               base::Log& log)
    : settings_(settings),
      trail_(trail),
      clock_(clock),
      log_(log),
      admission_({settings.in_flight_max, settings.in_flight_per_plugin_max}),
      turns_(pool_, settings.workers_per_plugin),
      pool_(settings.workers, settings.in_flight_max) {}

void Runner::run(Order order, tools::Answered answered) {
    auto running = std::make_shared<Running>();
    // The call and what ends it own each other until it has ended, which the deadline sees to: so
    // it is answered even when the tool forgets it.
    running->in_flight =
        std::make_shared<InFlight>([this, running](tools::Answer answer, Ending ending) {
            finish(running, std::move(answer), ending);
        });
    running->order = std::move(order);
    running->id = base::makeUlid(clock_.wall());
    running->started = clock_.steady();
    running->deadline = running->started + running->order.deadline.value_or(settings_.deadline);
    running->answered = std::move(answered);
    if (!admission_.admit(running->in_flight, running->order.callable->target().plugin)) {
        return running->in_flight->end(busy(), Ending::Refused);
    }
    running->in_flight->watch(
        timer_,
        {running->deadline,
         [callable = running->order.callable] { return tooLate(callable->target()); }},
        running->order.caller_left);
    if (running->order.callable->target().is_read_only) {
        start(running);
    } else {
        recordIntentThenStart(running);
    }
}

void Runner::recordIntentThenStart(const std::shared_ptr<Running>& running) {
    audit::Event intent = eventOf(running->order, running->id);
    intent.outcome = audit::Outcome::Intended;
    {
        const std::lock_guard lock(mutex_);
        ++intents_;
    }
    const auto taken = trail_.append(intent, [this, running](const auto& recorded) {
        if (recorded.ok()) {
            start(running);
        } else {
            running->in_flight->end(unrecorded(recorded.error()), Ending::Refused);
        }
        intentSettled();
    });
    if (taken.ok()) return;
    running->in_flight->end(unrecorded(taken.error()), Ending::Refused);
    intentSettled();
}

void Runner::intentSettled() {
    const std::lock_guard lock(mutex_);
    if (--intents_ == 0) settled_.notify_all();
}

void Runner::start(const std::shared_ptr<Running>& running) {
    const auto turn =
        std::make_shared<Turns::Turn>(running->order.callable->target().plugin, [this, running] {
            running->is_in_tool = true;  // before the look, so that finish() sees it or is seen
            if (!running->in_flight->hasEnded()) runTool(*running);
            running->is_in_tool = false;
        });
    running->turn = turn;
    if (!turns_.submit(turn)) running->in_flight->end(busy(), Ending::Refused);
}

void Runner::runTool(const Running& running) {
    tools::Invocation invocation{.principal = running.order.principal,
                                 .arguments = running.order.arguments,
                                 .particulars = running.order.particulars,
                                 .audience = running.order.audience,
                                 .id = running.id,
                                 .deadline = running.deadline,
                                 .cancelled = running.in_flight->stopToken()};
    running.order.callable->run(
        std::move(invocation),
        [call = running.in_flight](tools::Answer answer) { call->answer(std::move(answer)); });
}

void Runner::finish(const std::shared_ptr<Running>& call, tools::Answer answer, Ending ending) {
    const Running& running = *call;
    using std::chrono::duration_cast;
    const auto took = duration_cast<std::chrono::microseconds>(clock_.steady() - running.started);
    audit::Event event = eventOf(running.order, running.id);
    event.outcome = outcomeOf(ending);
    event.details["ending"] = nameOf(ending);
    event.details["latency_us"] = std::to_string(took.count());
    const auto taken = trail_.append(event, {});
    if (!taken.ok()) {
        log_.error("calls.outcome.unrecorded",
                   {{"call", running.id}, {"reason", taken.error().what}});
        // A tool that only read has had no effect: its answer is withheld rather than unrecorded.
        if (running.order.callable->target().is_read_only) answer = unrecorded(taken.error());
    }
    log_.debug("calls.call.finished",
               {{std::string(running.order.callable->target().kind),
                 running.order.callable->target().name},
                {"call", running.id},
                {"ending", std::string(nameOf(ending))},
                {"latency_us", std::to_string(took.count())}});
    running.answered(std::move(answer));
    admission_.leave(running.in_flight, running.order.callable->target().plugin);
    if (running.is_in_tool && (ending == Ending::TimedOut || ending == Ending::Cancelled)) {
        watchThread(call);
    }
}

/// A tool that was stopped gets a moment to return.
void Runner::watchThread(const std::shared_ptr<Running>& running) {
    timer_.set(clock_.steady() + settings_.lost_after, [this, running] {
        if (running->is_in_tool) loseThread(*running);
    });
}

void Runner::loseThread(const Running& running) {
    const tools::Target& target = running.order.callable->target();
    running.order.callable->quarantine();
    if (const auto turn = running.turn.lock()) turns_.giveUp(turn);
    const bool is_replaced = pool_.replaceLost();
    log_.error("calls.thread.lost",
               {{"plugin", target.plugin},
                {std::string(target.kind), target.name},
                {"call", running.id},
                {"meaning",
                 "the call was answered, but its code runs on; the plugin is called no "
                 "more until it is started anew"},
                {"replaced", is_replaced ? "yes" : "no, restart the host"}});
    audit::Event event = eventOf(running.order, running.id);
    event.type = "plugin.quarantined";
    event.target = target.plugin;
    event.outcome = audit::Outcome::Failed;
    event.details[std::string(target.kind)] = target.name;
    const auto taken = trail_.append(event, {});
    if (!taken.ok()) log_.error("calls.outcome.unrecorded", {{"reason", taken.error().what}});
}

audit::Event Runner::eventOf(const Order& order, const std::string& call_id) const {
    audit::Event event;
    const tools::Target& target = order.callable->target();
    event.type = eventTypeOf(target.method);
    event.actor = *order.principal;
    event.target = target.name;
    event.call_id = call_id;
    event.details["plugin"] = target.plugin;
    event.details["arguments"] = trail_.digestOf(order.arguments);
    return event;
}

void Runner::recordRefusal(const Order& order, const std::string& code) {
    audit::Event event = eventOf(order, base::makeUlid(clock_.wall()));
    event.outcome = audit::Outcome::Denied;
    event.details["code"] = code;
    const auto taken = trail_.append(event, {});
    if (!taken.ok()) log_.error("calls.refusal.unrecorded", {{"reason", taken.error().what}});
}

bool Runner::drain(std::chrono::milliseconds patience) {
    for (const auto& call : admission_.close(patience)) {
        call->end(tools::errorReply("The host is shutting down."), Ending::Cancelled);
    }
    {
        std::unique_lock lock(mutex_);  // the trail comes back to this, though the calls have ended
        settled_.wait(lock, [this] { return intents_ == 0; });
    }
    return pool_.waitUntilIdle(kAfterCancel);
}

}  // namespace toolhost::calls
