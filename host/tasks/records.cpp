#include "tasks/records.hpp"

#include <chrono>
#include <cstdint>

#include "tasks/answer_text.hpp"
#include "tasks/principal_text.hpp"
#include "tasks/round.hpp"

namespace toolhost::tasks {
namespace {

constexpr store::Sql kInsert{
    "keep a new task",
    "INSERT INTO tasks(id, client_id, subject, principal, tool, arguments, meta, trace,"
    " capabilities, answers, state, status, message, created_us, updated_us, ttl_ms, poll_ms)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"};
constexpr store::Sql kFind{
    "find a task",
    "SELECT client_id, subject, tool, status, message, questions, answer, created_us, updated_us,"
    " ttl_ms, poll_ms FROM tasks WHERE id = ?1"};
constexpr store::Sql kEnd{
    "end a task",
    "UPDATE tasks SET status = ?2, message = ?3, answer = ?4, updated_us = ?5,"
    " questions = '{}', answers = '', state = x''"
    " WHERE id = ?1 AND status IN ('working', 'input_required')"};
constexpr store::Sql kRound{"read a task's questions",
                            "SELECT round, questions, answers, status FROM tasks WHERE id = ?1"};
constexpr store::Sql kAsk{"keep what a task asks",
                          "UPDATE tasks SET status = 'input_required', message = ?2, round = ?3,"
                          " questions = ?4, answers = ?5, state = ?6, updated_us = ?7"
                          " WHERE id = ?1 AND status = 'working'"};
constexpr store::Sql kAnswer{"keep answers to a task's questions",
                             "UPDATE tasks SET status = ?2, message = ?3, questions = ?4,"
                             " answers = ?5, principal = ?6, updated_us = ?7"
                             " WHERE id = ?1 AND status = 'input_required'"};
constexpr store::Sql kWork{
    "read what a task runs",
    "SELECT tool, arguments, meta, trace, capabilities, answers, state, principal"
    " FROM tasks WHERE id = ?1"};
constexpr store::Sql kWorking{"list tasks at work",
                              "SELECT id FROM tasks WHERE status = 'working' ORDER BY created_us"};
constexpr store::Sql kSweep{
    "remove tasks whose time is over",
    "DELETE FROM tasks WHERE id IN (SELECT id FROM tasks WHERE status <> 'working'"
    " AND updated_us + ttl_ms * 1000 < ?1 LIMIT 100) RETURNING client_id, subject"};
constexpr store::Sql kCount{"count tasks",
                            "SELECT client_id, subject, count(*) FROM tasks GROUP BY 1, 2"};

constexpr std::string_view kWaits = "The tool waits for answers of the user.";

base::WallTime timeFrom(std::int64_t microseconds) {
    return base::WallTime(std::chrono::microseconds(microseconds));
}

base::Result<Task> taskFrom(const store::Statement& row, std::string_view id) {
    Task task{.id = std::string(id),
              .owner = {row.text(0), row.text(1)},
              .tool = row.text(2),
              .status = statusNamed(row.text(3)).value_or(Status::Failed),
              .message = row.text(4),
              .questions = row.text(5),
              .created = timeFrom(row.integer(7)),
              .updated = timeFrom(row.integer(8)),
              .ttl = std::chrono::milliseconds(row.integer(9)),
              .poll = std::chrono::milliseconds(row.integer(10))};
    if (const std::string kept = row.text(6); !kept.empty()) {
        auto answer = answerFrom(kept);
        if (!answer.ok()) return answer.error();
        task.answer = std::move(answer).value();
    }
    return task;
}

base::Result<std::optional<Task>> find(store::Connection& connection, std::string_view id) {
    auto statement = connection.prepare(kFind);
    if (!statement.ok()) return statement.error();
    const auto row = statement.value().bind(1, id).step();
    if (!row.ok()) return row.error();
    if (!row.value()) return std::optional<Task>();
    auto task = taskFrom(statement.value(), id);
    if (!task.ok()) return task.error();
    return std::optional(std::move(task).value());
}

/// Runs a change whose values are bound, and reads what came of it.
base::Result<std::optional<Task>> change(store::Connection& connection,
                                         store::Statement& statement,
                                         std::string_view id) {
    if (auto done = statement.run(); !done.ok()) return done.error();
    if (connection.changes() == 0) return std::optional<Task>();
    return find(connection, id);
}

base::Result<std::optional<Round>> roundOf(store::Connection& connection,
                                           std::string_view id,
                                           Status status) {
    auto statement = connection.prepare(kRound);
    if (!statement.ok()) return statement.error();
    const auto row = statement.value().bind(1, id).step();
    if (!row.ok()) return row.error();
    const auto& columns = statement.value();
    if (!row.value() || columns.text(3) != nameOf(status)) return std::optional<Round>();
    return std::optional(Round{columns.integer(0), columns.text(1), columns.text(2)});
}

base::Result<Work> readWork(store::Connection& connection, std::string_view id) {
    auto statement = connection.prepare(kWork);
    if (!statement.ok()) return statement.error();
    const auto row = statement.value().bind(1, id).step();
    if (!row.ok()) return row.error();
    if (!row.value()) return base::Error{"read what a task runs: it is not there"};
    const auto& columns = statement.value();
    return Work{.tool = columns.text(0),
                .arguments = columns.text(1),
                .particulars = {.meta = columns.text(2),
                                .client_capabilities = columns.text(4),
                                .trace = columns.text(3),
                                .answers = columns.text(5),
                                .state = columns.blob(6)},
                .principal = columns.text(7)};
}

/// The change that answers are: back to work once all are there.
base::Result<std::optional<Task>> keepAnswers(store::Connection& connection,
                                              const GivenAnswers& given,
                                              const Round& round,
                                              base::WallTime now) {
    auto statement = connection.prepare(kAnswer);
    if (!statement.ok()) return statement.error();
    const Status status = round.isAnswered() ? Status::Working : Status::InputRequired;
    statement.value()
        .bind(1, given.id)
        .bind(2, nameOf(status))
        .bind(3, round.isAnswered() ? std::string_view() : kWaits)
        .bind(4, round.questions)
        .bind(5, round.answers)
        .bind(6, textOf(*given.principal))
        .bind(7, base::microsecondsSinceEpoch(now));
    return change(connection, statement.value(), given.id);
}

}  // namespace

store::Migrations taskMigrations() {
    return {"tasks", {{1, R"(
        CREATE TABLE tasks(
            id TEXT PRIMARY KEY,
            client_id TEXT NOT NULL,
            subject TEXT NOT NULL,
            principal TEXT NOT NULL,
            tool TEXT NOT NULL,
            arguments TEXT NOT NULL,
            meta TEXT NOT NULL,
            trace TEXT NOT NULL,
            capabilities TEXT NOT NULL,
            round INTEGER NOT NULL DEFAULT 0,
            questions TEXT NOT NULL DEFAULT '{}',
            answers TEXT NOT NULL,
            state BLOB NOT NULL,
            status TEXT NOT NULL CHECK(
                status IN ('working', 'input_required', 'completed', 'cancelled', 'failed')),
            message TEXT NOT NULL,
            answer TEXT NOT NULL DEFAULT '',
            created_us INTEGER NOT NULL,
            updated_us INTEGER NOT NULL,
            ttl_ms INTEGER NOT NULL,
            poll_ms INTEGER NOT NULL) STRICT;)"}}};
}

base::Result<base::Done> insertTask(store::Connection& connection,
                                    const Task& task,
                                    const Work& work) {
    auto statement = connection.prepare(kInsert);
    if (!statement.ok()) return statement.error();
    return statement.value()
        .bind(1, task.id)
        .bind(2, task.owner.client_id)
        .bind(3, task.owner.subject)
        .bind(4, work.principal)
        .bind(5, work.tool)
        .bind(6, work.arguments)
        .bind(7, work.particulars.meta)
        .bind(8, work.particulars.trace)
        .bind(9, work.particulars.client_capabilities)
        .bind(10, work.particulars.answers)
        .bindBlob(11, work.particulars.state)
        .bind(12, nameOf(task.status))
        .bind(13, task.message)
        .bind(14, base::microsecondsSinceEpoch(task.created))
        .bind(15, base::microsecondsSinceEpoch(task.updated))
        .bind(16, task.ttl.count())
        .bind(17, task.poll.count())
        .run();
}

base::Result<std::optional<Task>> findTask(store::Connection& connection,
                                           std::string_view id,
                                           const Owner& owner) {
    auto found = find(connection, id);
    if (found.ok() && found.value() && found.value()->owner != owner) return std::optional<Task>();
    return found;
}

base::Result<std::optional<Task>> endTask(store::Connection& connection,
                                          std::string_view id,
                                          const TaskEnd& end,
                                          base::WallTime now) {
    auto statement = connection.prepare(kEnd);
    if (!statement.ok()) return statement.error();
    statement.value()
        .bind(1, id)
        .bind(2, nameOf(end.status))
        .bind(3, end.message)
        .bind(4, end.answer)
        .bind(5, base::microsecondsSinceEpoch(now));
    return change(connection, statement.value(), id);
}

base::Result<std::optional<Task>> askInTask(store::Connection& connection,
                                            std::string_view id,
                                            const tools::Questions& questions,
                                            base::WallTime now) {
    const auto before = roundOf(connection, id, Status::Working);
    if (!before.ok()) return before.error();
    if (!before.value()) return std::optional<Task>();
    const auto round = nextRound(*before.value(), questions.requests);
    if (!round.ok()) return round.error();
    auto statement = connection.prepare(kAsk);
    if (!statement.ok()) return statement.error();
    statement.value()
        .bind(1, id)
        .bind(2, kWaits)
        .bind(3, round.value().number)
        .bind(4, round.value().questions)
        .bind(5, round.value().answers)
        .bindBlob(6, questions.state)
        .bind(7, base::microsecondsSinceEpoch(now));
    return change(connection, statement.value(), id);
}

base::Result<std::optional<AnswersTaken>> answerInTask(store::Connection& connection,
                                                       const GivenAnswers& given,
                                                       base::WallTime now) {
    const auto task = findTask(connection, given.id, ownerOf(*given.principal));
    if (!task.ok()) return task.error();
    if (!task.value()) return std::optional<AnswersTaken>();
    AnswersTaken taken;
    const auto before = roundOf(connection, given.id, Status::InputRequired);
    if (!before.ok()) return before.error();
    if (!before.value()) return std::optional(taken);
    const auto round = answered(*before.value(), given.answers);
    if (!round.ok()) return round.error();
    if (round.value().questions == before.value()->questions) return std::optional(taken);
    auto changed = keepAnswers(connection, given, round.value(), now);
    if (!changed.ok()) return changed.error();
    taken.task = std::move(changed).value();
    if (!round.value().isAnswered()) return std::optional(std::move(taken));
    auto work = readWork(connection, given.id);
    if (!work.ok()) return work.error();
    taken.work = std::move(work).value();
    return std::optional(std::move(taken));
}

base::Result<std::vector<Interrupted>> workingTasks(store::Connection& connection) {
    auto statement = connection.prepare(kWorking);
    if (!statement.ok()) return statement.error();
    std::vector<Interrupted> tasks;
    for (;;) {
        const auto row = statement.value().step();
        if (!row.ok()) return row.error();
        if (!row.value()) return tasks;
        const std::string id = statement.value().text(0);
        auto work = readWork(connection, id);
        if (!work.ok()) return work.error();
        tasks.push_back({id, std::move(work).value()});
    }
}

base::Result<std::vector<Owner>> sweepTasks(store::Connection& connection, base::WallTime now) {
    auto statement = connection.prepare(kSweep);
    if (!statement.ok()) return statement.error();
    statement.value().bind(1, base::microsecondsSinceEpoch(now));
    std::vector<Owner> owners;
    for (;;) {
        const auto row = statement.value().step();
        if (!row.ok()) return row.error();
        if (!row.value()) return owners;
        owners.push_back({statement.value().text(0), statement.value().text(1)});
    }
}

base::Result<std::vector<std::pair<Owner, std::size_t>>> countTasks(store::Connection& connection) {
    auto statement = connection.prepare(kCount);
    if (!statement.ok()) return statement.error();
    std::vector<std::pair<Owner, std::size_t>> counts;
    for (;;) {
        const auto row = statement.value().step();
        if (!row.ok()) return row.error();
        if (!row.value()) return counts;
        const auto count = static_cast<std::size_t>(statement.value().integer(2));
        counts.push_back({{statement.value().text(0), statement.value().text(1)}, count});
    }
}

}  // namespace toolhost::tasks
