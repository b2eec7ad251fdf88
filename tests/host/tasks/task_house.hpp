#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <future>
#include <map>
#include <mutex>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include "audit/trail.hpp"
#include "base/ids.hpp"
#include "tasks/tasks.hpp"

#include "fake_tool.hpp"

namespace toolhost::tasks {

constexpr std::chrono::seconds kPatience{30};

/// The machine's clock, with dates that a test moves.
class MovedClock final : public base::Clock {
public:
    [[nodiscard]] base::SteadyTime steady() const override { return system_.steady(); }
    [[nodiscard]] base::WallTime wall() const override { return system_.wall() + by_.load(); }
    void advance(std::chrono::seconds by) { by_ = by_.load() + by; }

private:
    base::SystemClock system_;
    std::atomic<std::chrono::seconds> by_{std::chrono::seconds(0)};
};

/// What one thread puts in and another waits for.
template <typename T>
class Inbox {
public:
    void put(T value) {
        const std::lock_guard lock(mutex_);
        values_.push_back(std::move(value));
        arrived_.notify_all();
    }
    T take() {
        std::unique_lock lock(mutex_);
        if (!arrived_.wait_for(lock, kPatience, [this] { return !values_.empty(); })) {
            throw std::runtime_error("nothing arrived");
        }
        T value = std::move(values_.front());
        values_.pop_front();
        return value;
    }
    std::size_t size() {
        const std::lock_guard lock(mutex_);
        return values_.size();
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<T> values_;
};

/// A call that a tool was given and the test answers.
struct HeldCall {
    tools::Invocation invocation;
    tools::Answered answered;
};

inline tools::Answer reply(const std::string& text) {
    tools::Reply reply;
    reply.content.push_back({{"type", "text"}, {"text", text}});
    return reply;
}

inline std::string saidIn(const tools::Answer& answer) {
    return std::get<tools::Reply>(answer).content.at(0).at("text");
}

inline std::shared_ptr<const identity::Principal> caller(const std::string& subject,
                                                         const std::string& client = "client") {
    auto principal = std::make_shared<identity::Principal>();
    principal->subject = subject;
    principal->client_id = client;
    return principal;
}

/// Settings under which a call becomes a task as good as at once.
inline Settings impatient() {
    Settings settings;
    settings.after = std::chrono::milliseconds(0);
    return settings;
}

/// Settings under which no call becomes a task while a test runs.
inline Settings patient() {
    Settings settings;
    settings.after = std::chrono::hours(1);
    return settings;
}

/// Tasks over a state directory, with tools that do what the test says. open() after close() is a
/// restart.
class TaskHouse {
public:
    explicit TaskHouse(const Settings& settings = impatient(), std::filesystem::path directory = {})
        : directory_(std::move(directory)) {
        if (directory_.empty()) {
            directory_ = std::filesystem::temp_directory_path() / ("tasks-" + base::randomHexId());
        }
        open(settings);
    }
    ~TaskHouse() {
        close();
        std::filesystem::remove_all(directory_);
    }
    TaskHouse(const TaskHouse&) = delete;
    TaskHouse& operator=(const TaskHouse&) = delete;

    void open(const Settings& settings = impatient()) {
        database =
            store::Database::open(directory_ / "toolhost.db", {taskMigrations()}, log).value();
        trail_ = audit::Trail::open({directory_}, {}, clock, log).value();
        runner = std::make_unique<calls::Runner>(calls::Settings(), *trail_, clock, log);
        tasks = Tasks::open(settings, {*database, *runner, clock, log}).value();
        tasks->follow([this](const Task& task) { changes.put(task); });
    }

    void close() {
        if (!tasks) return;
        tasks->stop(std::chrono::milliseconds(0));
        runner->drain(std::chrono::milliseconds(0));
        tasks.reset();
        runner.reset();
        trail_.reset();
        database.reset();
    }

    /// A tool whose calls the test answers.
    std::shared_ptr<tools::FakeTool> held(const char* name, const char* more = "") {
        return std::make_shared<tools::FakeTool>(
            name,
            "p",
            [this](tools::Invocation invocation, tools::Answered answered) {
                calls.put({std::move(invocation), std::move(answered)});
            },
            more);
    }

    static std::shared_ptr<const tools::Catalogue> catalogueOf(
        const std::shared_ptr<tools::FakeTool>& tool) {
        auto catalogue = std::make_shared<tools::Catalogue>();
        EXPECT_TRUE(catalogue->add({.tools = {tool}}).ok());
        return catalogue;
    }

    calls::Order orderOf(const std::shared_ptr<tools::FakeTool>& tool,
                         const std::string& subject = "abel") {
        calls::Order order{tool, caller(subject), "{}", {}};
        order.particulars.client_capabilities = R"({"elicitation":{}})";
        return order;
    }

    Outcome outcomeOf(calls::Order order, Start start = Start::WhenSlow) {
        const auto promise = std::make_shared<std::promise<Outcome>>();
        tasks->run(std::move(order), start, [promise](Outcome outcome) {
            promise->set_value(std::move(outcome));
        });
        return promise->get_future().get();
    }

    Task taskOf(const std::shared_ptr<tools::FakeTool>& tool, Start start = Start::AtOnce) {
        return std::get<Task>(outcomeOf(orderOf(tool), start));
    }

    std::optional<Task> find(const std::string& id, const std::string& subject = "abel") {
        return tasks->find(id, *caller(subject)).value();
    }

    bool cancel(const std::string& id, const std::string& subject = "abel") {
        std::promise<bool> known;
        tasks->cancel(id, *caller(subject), [&](auto done) { known.set_value(done.value()); });
        return known.get_future().get();
    }

    bool answer(const std::string& id,
                const std::string& answers,
                const std::shared_ptr<tools::FakeTool>& tool,
                const std::string& subject = "abel") {
        const auto known = std::make_shared<std::promise<bool>>();
        tasks->answer({id, caller(subject), answers}, catalogueOf(tool), [known](auto done) {
            known->set_value(done.value());
        });
        return known->get_future().get();
    }

    /// The next change that anybody is told of.
    Task changed() { return changes.take(); }

    std::ostringstream log_text;
    base::Log log{log_text, base::LogLevel::Debug};
    MovedClock clock;
    Inbox<HeldCall> calls;
    Inbox<Task> changes;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<calls::Runner> runner;
    std::unique_ptr<Tasks> tasks;

private:
    std::filesystem::path directory_;
    std::unique_ptr<audit::Trail> trail_;
};

constexpr const char* kReadOnly = R"(,"annotations":{"readOnlyHint":true})";
constexpr const char* kTwoQuestions =
    R"({"a":{"method":"elicitation/create"},"b":{"method":"elicitation/create"}})";

}  // namespace toolhost::tasks
