#include "tasks/tasks.hpp"

#include <utility>
#include <vector>

#include "tasks/answer_text.hpp"
#include "tasks/principal_text.hpp"
#include "tasks/waited_audience.hpp"
#include "tasks/work.hpp"

namespace toolhost::tasks {
namespace {

constexpr std::chrono::seconds kSweepEvery{60};
constexpr std::chrono::seconds kWriteAgainAfter{5};
/// Of an id in the log, where a whole one would let its reader answer for its owner.
constexpr std::size_t kIdShown = 8;

tools::Answer noPlace(const Settings& settings) {
    return tools::errorReply(
        "This tool runs as a task, and the host keeps no further task just now: " +
        std::to_string(settings.max_per_caller) + " of one caller, " +
        std::to_string(settings.max_in_all) +
        " in all. Cancel tasks that wait for answers, or try again later.");
}

tools::Answer unkept(const base::Error& why) {
    return tools::errorReply("The tool was not run, because no task could be kept for it: " +
                             why.what + ". Tell the administrator of this host.");
}

tools::Answer tooLarge(std::size_t bytes, std::size_t bytes_max) {
    return tools::errorReply("The tool's answer has " + std::to_string(bytes) +
                             " bytes, and a task keeps at most " + std::to_string(bytes_max) +
                             " (tasks.answer_bytes_max). Ask for less.");
}

TaskEnd failed(std::string message) {
    const std::string answer = textOf(tools::Fault{tools::Fault::Kind::Internal, message});
    return {Status::Failed, std::move(message), answer};
}

/// What ended a task whose tool was at work in another process.
TaskEnd interrupted(const base::Error& why) {
    return failed(
        "The host was restarted while the tool was at work, and the tool was not run again: " +
        why.what);
}

}  // namespace

base::Result<std::unique_ptr<Tasks>> Tasks::open(const Settings& settings, Rooms rooms) {
    std::unique_ptr<Tasks> tasks(new Tasks(settings, rooms));
    if (auto counted = tasks->countKept(); !counted.ok()) {
        return base::because("open the tasks", counted.error());
    }
    tasks->sweepLater();
    return tasks;
}

Tasks::Tasks(const Settings& settings, Rooms rooms)
    : settings_(settings),
      database_(rooms.database),
      runner_(rooms.runner),
      clock_(rooms.clock),
      log_(rooms.log),
      places_(settings.max_per_caller, settings.max_in_all) {}

Tasks::~Tasks() {
    stop(std::chrono::milliseconds(0));
}

base::Result<base::Done> Tasks::countKept() {
    return database_.read([this](store::Connection& connection) -> base::Result<base::Done> {
        const auto counts = countTasks(connection);
        if (!counts.ok()) return counts.error();
        for (const auto& [owner, count] : counts.value()) {
            places_.countIn(owner, count);
        }
        return base::Done{};
    });
}

base::Result<base::Done> Tasks::resume(const tools::Catalogue& catalogue) {
    std::vector<Interrupted> tasks;
    auto read = database_.read([&tasks](store::Connection& connection) -> base::Result<base::Done> {
        auto working = workingTasks(connection);
        if (!working.ok()) return working.error();
        tasks = std::move(working).value();
        return base::Done{};
    });
    if (!read.ok()) return base::because("take up interrupted tasks", read.error());
    for (const auto& task : tasks) {
        takeUp(task, catalogue);
    }
    return base::Done{};
}

void Tasks::takeUp(const Interrupted& task, const tools::Catalogue& catalogue) {
    const auto tool = catalogue.tools().find(task.work.tool);
    if (tool && !mayRunTwice(tool->definition())) {
        return end(task.id,
                   interrupted({"whether it had an effect is not known; look before "
                                "trying again"}));
    }
    auto caller = principalFrom(task.work.principal);
    if (!caller.ok()) return end(task.id, interrupted(caller.error()));
    auto order = orderFor(task.work,
                          std::make_shared<const identity::Principal>(std::move(caller).value()),
                          catalogue);
    if (!order.ok()) return end(task.id, interrupted(order.error()));
    runTask(task.id, std::move(order).value());
}

void Tasks::run(calls::Order order, Start start, Told told) {
    auto place = isStopping() ? nullptr : places_.take(ownerOf(*order.principal));
    if (place && start == Start::AtOnce) return makeTaskThenRun(std::move(order), place, told);
    if (place) return runWhileWaitedFor(std::move(order), std::move(place), std::move(told));
    if (start == Start::AtOnce) return told(noPlace(settings_));
    runner_.run(std::move(order),
                [told = std::move(told)](tools::Answer answer) { told(std::move(answer)); });
}

void Tasks::runWhileWaitedFor(calls::Order order, std::shared_ptr<Places::Place> place, Told told) {
    const auto waiting =
        std::make_shared<Waiting>(makeTaskId(), std::move(told), order.caller_left);
    order.caller_left = waiting->stop().get_token();
    order.deadline = settings_.deadline;
    order.audience = whileWaited(waiting, std::move(order.audience));
    const auto alarm = timer_.set(
        clock_.steady() + settings_.after,
        [this, waiting, place = std::move(place), order] { makeTaskOf(waiting, order, place); });
    runner_.run(std::move(order), [this, waiting, alarm](tools::Answer answer) {
        timer_.cancel(alarm);
        const auto for_task = waiting->answer(std::move(answer));
        if (for_task) settle(waiting->id(), *for_task);
    });
}

void Tasks::makeTaskOf(const std::shared_ptr<Waiting>& waiting,
                       const calls::Order& order,
                       const std::shared_ptr<Places::Place>& place) {
    if (isStopping() || !waiting->becomeTask()) return;
    const Task task = newTask(waiting->id(), order);
    running_.begin(task.id, waiting->stop());
    write<base::Done>([task, work = workOf(order)](
                          auto& connection) { return insertTask(connection, task, work); },
                      [this, task, waiting, place](const base::Result<base::Done>& kept) {
                          if (!kept.ok()) {
                              running_.end(task.id);
                              return waiting->isNoTask(kept.error());
                          }
                          place->keep();
                          const auto early = waiting->isTask(task);
                          if (early) settle(task.id, *early);
                      });
}

void Tasks::makeTaskThenRun(calls::Order order,
                            const std::shared_ptr<Places::Place>& place,
                            const Told& told) {
    const Task task = newTask(makeTaskId(), order);
    order.audience = nullptr;  // nobody waits for it
    write<base::Done>([task, work = workOf(order)](
                          auto& connection) { return insertTask(connection, task, work); },
                      [this, task, place, told, order](const base::Result<base::Done>& kept) {
                          if (!kept.ok()) return told(unkept(kept.error()));
                          place->keep();
                          runTask(task.id, order);
                          told(task);
                      });
}

bool Tasks::isStopping() {
    const std::lock_guard lock(mutex_);
    return is_stopping_;
}

Task Tasks::newTask(const std::string& id, const calls::Order& order) const {
    const auto now = clock_.wall();
    return {.id = id,
            .owner = ownerOf(*order.principal),
            .tool = order.callable->target().name,
            .created = now,
            .updated = now,
            .ttl = settings_.ttl,
            .poll = settings_.poll};
}

void Tasks::runTask(const std::string& id, calls::Order order) {
    const std::stop_source stop;
    running_.begin(id, stop);
    order.caller_left = stop.get_token();
    order.deadline = settings_.deadline;
    runner_.run(std::move(order), [this, id](const tools::Answer& answer) { settle(id, answer); });
}

base::Result<std::optional<Task>> Tasks::find(std::string_view id,
                                              const identity::Principal& caller) const {
    std::optional<Task> task;
    auto read = database_.read([&](store::Connection& connection) -> base::Result<base::Done> {
        auto found = findTask(connection, id, ownerOf(caller));
        if (!found.ok()) return found.error();
        task = std::move(found).value();
        return base::Done{};
    });
    if (!read.ok()) return read.error();
    return task;
}

void Tasks::answer(GivenAnswers given,
                   const std::shared_ptr<const tools::Catalogue>& catalogue,
                   base::Completion<bool> done) {
    using Taken = std::optional<AnswersTaken>;
    write<Taken>(
        [this, given](auto& connection) { return answerInTask(connection, given, clock_.wall()); },
        [this, given, catalogue, done = std::move(done)](const base::Result<Taken>& taken) {
            if (!taken.ok()) return done(taken.error());
            if (!taken.value()) return done(false);
            tell(taken.value()->task);
            if (const auto& work = taken.value()->work) {
                runAgain(given.id, *work, given.principal, *catalogue);
            }
            done(true);
        });
}

void Tasks::runAgain(const std::string& id,
                     const Work& work,
                     const std::shared_ptr<const identity::Principal>& caller,
                     const tools::Catalogue& catalogue) {
    auto order = orderFor(work, caller, catalogue);
    if (order.ok()) return runTask(id, std::move(order).value());
    end(id, failed("The tool could not go on with the answers: " + order.error().what));
}

void Tasks::cancel(const std::string& id,
                   const identity::Principal& caller,
                   base::Completion<bool> done) {
    struct Cancelled {
        bool is_known;
        std::optional<Task> task;
    };
    write<Cancelled>(
        [this, id, owner = ownerOf(caller)](auto& connection) -> base::Result<Cancelled> {
            const auto found = findTask(connection, id, owner);
            if (!found.ok()) return found.error();
            if (!found.value()) return Cancelled{false, std::nullopt};
            auto ended =
                endTask(connection, id, {Status::Cancelled, "It was cancelled."}, clock_.wall());
            if (!ended.ok()) return ended.error();
            return Cancelled{true, std::move(ended).value()};
        },
        [this, id, done = std::move(done)](const base::Result<Cancelled>& cancelled) {
            if (!cancelled.ok()) return done(cancelled.error());
            tell(cancelled.value().task);
            if (cancelled.value().task) stopSoon(id);
            done(cancelled.value().is_known);
        });
}

/// Not here: a plugin is told, and may be slow to hear it, while the writer's thread is
/// everybody's.
void Tasks::stopSoon(const std::string& id) {
    timer_.set(clock_.steady(), [this, id] { running_.stop(id); });
}

void Tasks::settle(const std::string& id, const tools::Answer& answer) {
    if (running_.isAbandoned()) return running_.end(id);
    const auto* questions = std::get_if<tools::Questions>(&answer);
    if (questions != nullptr) return ask(id, *questions);
    end(id, endOf(answer));
}

void Tasks::ask(const std::string& id, const tools::Questions& questions) {
    using Asked = std::optional<Task>;
    write<Asked>(
        [this, id, questions](auto& connection) {
            return askInTask(connection, id, questions, clock_.wall());
        },
        [this, id](const base::Result<Asked>& asked) {
            if (!asked.ok()) {
                return end(id, failed("Keep what the tool asks: " + asked.error().what));
            }
            running_.end(id);
            tell(asked.value());
        });
}

void Tasks::end(const std::string& id, const TaskEnd& how) {
    using Ended = std::optional<Task>;
    write<Ended>(
        [this, id, how](auto& connection) { return endTask(connection, id, how, clock_.wall()); },
        [this, id, how](const base::Result<Ended>& ended) {
            if (!ended.ok()) return endLater(id, how, ended.error());
            running_.end(id);
            tell(ended.value());
        });
}

/// An answer is held until the store takes it: the tool has done its work.
void Tasks::endLater(const std::string& id, const TaskEnd& how, const base::Error& why) {
    log_.error("tasks.answer.unkept",
               {{"task", id.substr(0, kIdShown)},
                {"status", std::string(nameOf(how.status))},
                {"reason", why.what},
                {"meaning", "it is held in memory and tried again"}});
    timer_.set(clock_.steady() + kWriteAgainAfter, [this, id, how] { end(id, how); });
}

TaskEnd Tasks::endOf(const tools::Answer& answer) const {
    if (const auto* fault = std::get_if<tools::Fault>(&answer)) {
        return {Status::Failed, fault->message, textOf(answer)};
    }
    std::string text = textOf(answer);
    if (text.size() > settings_.answer_bytes_max) {
        text = textOf(tooLarge(text.size(), settings_.answer_bytes_max));
    }
    return {Status::Completed, {}, std::move(text)};
}

void Tasks::tell(const std::optional<Task>& task) {
    if (task && changed_) changed_(*task);
}

void Tasks::sweep() {
    using Gone = std::vector<Owner>;
    write<Gone>([this](auto& connection) { return sweepTasks(connection, clock_.wall()); },
                [this](const base::Result<Gone>& gone) {
                    if (!gone.ok()) {
                        return log_.warning("tasks.sweep.failed", {{"reason", gone.error().what}});
                    }
                    for (const auto& owner : gone.value()) {
                        places_.giveBack(owner);
                    }
                    if (!gone.value().empty()) sweep();  // there may be more
                });
}

void Tasks::sweepLater() {
    timer_.set(clock_.steady() + kSweepEvery, [this] {
        sweep();
        sweepLater();
    });
}

void Tasks::stop(std::chrono::milliseconds patience) {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    if (!running_.waitUntilNone(patience)) running_.abandon();
    std::unique_lock lock(mutex_);
    is_closed_ = true;
    written_.wait(lock, [this] { return writes_ == 0; });
}

template <typename T>
void Tasks::write(std::function<base::Result<T>(store::Connection&)> job,
                  base::Completion<T> done) {
    if (!beginWrite()) return done(base::Error{"the host is stopping"});
    const auto made = std::make_shared<std::optional<T>>();
    database_.write(
        [made, job = std::move(job)](store::Connection& connection) -> base::Result<base::Done> {
            auto value = job(connection);
            if (!value.ok()) return value.error();
            *made = std::move(value).value();
            return base::Done{};
        },
        [this, made, done = std::move(done)](const base::Result<base::Done>& written) {
            if (written.ok()) {
                done(std::move(**made));
            } else {
                done(written.error());
            }
            endWrite();
        });
}

bool Tasks::beginWrite() {
    const std::lock_guard lock(mutex_);
    if (is_closed_) return false;
    ++writes_;
    return true;
}

void Tasks::endWrite() {
    const std::lock_guard lock(mutex_);
    if (--writes_ == 0) written_.notify_all();
}

}  // namespace toolhost::tasks
