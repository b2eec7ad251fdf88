#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/connection.hpp"
#include "store/migrations.hpp"
#include "tasks/task.hpp"
#include "tasks/work.hpp"

namespace toolhost::tasks {

// The tables of tasks. Every function runs inside a job of the store; those that change a task do
// it only as long as it is not final, and answer what it is after the change, absent when there was
// none. Because one thread writes, the first of two changes that end a task is the one that counts.

store::Migrations taskMigrations();

base::Result<base::Done> insertTask(store::Connection& connection,
                                    const Task& task,
                                    const Work& work);

/// The owner's task of that id; absent for anybody else's.
base::Result<std::optional<Task>> findTask(store::Connection& connection,
                                           std::string_view id,
                                           const Owner& owner);

/// How a task ends: its status, words about it, and what its tool answered (answer_text.hpp), empty
/// for nothing.
struct TaskEnd {
    Status status;
    std::string message{};
    std::string answer{};
};

base::Result<std::optional<Task>> endTask(store::Connection& connection,
                                          std::string_view id,
                                          const TaskEnd& end,
                                          base::WallTime now);

/// The tool of a working task asks the user.
base::Result<std::optional<Task>> askInTask(store::Connection& connection,
                                            std::string_view id,
                                            const tools::Questions& questions,
                                            base::WallTime now);

/// Answers that a caller gives: a JSON object by the keys of the task's questions.
struct GivenAnswers {
    std::string id;
    std::shared_ptr<const identity::Principal> principal;
    std::string answers;
};

/// What answers came to.
struct AnswersTaken {
    /// The task afterwards, as they were asked for; absent when they changed nothing.
    std::optional<Task> task{};
    /// What is to be run now that all is answered, as the one who answered last.
    std::optional<Work> work{};
};

/// Absent when the one who answers has no such task.
base::Result<std::optional<AnswersTaken>> answerInTask(store::Connection& connection,
                                                       const GivenAnswers& given,
                                                       base::WallTime now);

/// A task whose tool was at work when the process ended.
struct Interrupted {
    std::string id;
    Work work;
};

base::Result<std::vector<Interrupted>> workingTasks(store::Connection& connection);

/// Removes tasks whose time is over, some at a time, and says whose they were.
base::Result<std::vector<Owner>> sweepTasks(store::Connection& connection, base::WallTime now);

/// How many each owner has.
base::Result<std::vector<std::pair<Owner, std::size_t>>> countTasks(store::Connection& connection);

}  // namespace toolhost::tasks
