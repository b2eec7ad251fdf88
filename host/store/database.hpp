#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "base/completion.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "store/connection.hpp"
#include "store/group_commit.hpp"
#include "store/group_worker.hpp"
#include "store/migrations.hpp"
#include "store/readers.hpp"

namespace toolhost::store {

/// One SQLite file: a thread of its own ("store-writer") that writes, and a few connections that
/// only read. Thread-safe.
class Database {
public:
    /// Makes or opens the file, checks it, and brings its tables up to date. The log outlives it.
    static base::Result<std::unique_ptr<Database>> open(const std::filesystem::path& file,
                                                        const std::vector<Migrations>& rooms,
                                                        base::Log& log);

    /// Finishes what is queued, checkpoints, ends the thread.
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// [any thread] Runs the job on the writer thread and calls `done` there once the change is
    /// durable, or undone for the reason given. Jobs run in the order they came; those that queue
    /// up share one commit, and one's failure does not undo another. A job may be run twice when
    /// its first run was undone, so it changes nothing but the database. When the queue is full
    /// `done` is called at once with an error. `done` may be empty: a failure is then logged.
    void write(Job job, base::Completion<base::Done> done);

    /// [any thread but the writer's, which gets an error] The same, waiting for the outcome; for
    /// start-up and commands.
    base::Result<base::Done> writeAndWait(Job job);

    /// [any thread] Runs the job here, on a read-only connection, within one snapshot.
    base::Result<base::Done> read(const Job& job) const;

private:
    struct Write {
        Job job;
        base::Completion<base::Done> done;
    };

    Database(std::unique_ptr<Connection> writer, base::Log& log);
    [[nodiscard]] base::Error refusal(std::string_view why) const;
    void commit(std::vector<Write> writes);
    void report(const Write& write, base::Result<base::Done> outcome);
    void checkpoint();

    base::Log& log_;
    std::unique_ptr<Connection> writer_;  // used by worker_'s thread only, until that has ended
    mutable Readers readers_;
    GroupWorker<Write> worker_;  // last: its thread uses the above
};

}  // namespace toolhost::store
