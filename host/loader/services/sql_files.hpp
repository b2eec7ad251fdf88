#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/group_worker.hpp"
#include "store/guest_database.hpp"

namespace toolhost::loader {

/// The database file of one plugin and the one thread ("plugin-sql") that uses it: never a call's.
/// Opened with the first statement. Thread-safe.
class SqlFile {
public:
    struct Work {
        std::vector<store::GuestStatement> statements;
        store::GuestTime time;
        /// Called once, on the thread of the file.
        std::function<void(store::GuestDatabase::Outcome)> done;
    };

    /// The clock outlives it.
    SqlFile(std::filesystem::path file, const store::GuestLimits& limits, const base::Clock& clock);
    SqlFile(const SqlFile&) = delete;
    SqlFile& operator=(const SqlFile&) = delete;
    ~SqlFile() = default;

    /// False when too much waits already; then `done` is not called.
    bool offer(Work work);

private:
    void perform(const Work& work);
    base::Result<base::Done> ensureOpen();

    const std::filesystem::path file_;
    const store::GuestLimits limits_;
    const base::Clock& clock_;
    std::unique_ptr<store::GuestDatabase> database_;  // worker_'s
    store::GroupWorker<Work> worker_;                 // last: its thread uses the above
};

/// Whose database, and how large it may grow.
struct SqlOwner {
    std::string plugin_id;
    std::uint64_t bytes_max = 0;
};

/// The database files of all plugins, in one directory. One file is opened once, however many
/// generations of its plugin there are. Thread-safe.
class SqlFiles {
public:
    /// The clock outlives it.
    SqlFiles(std::filesystem::path directory, const base::Clock& clock)
        : directory_(std::move(directory)), clock_(clock) {}

    /// The file of that plugin, which lives as long as this; an error when the id cannot name a
    /// file.
    base::Result<SqlFile*> of(const SqlOwner& owner);

private:
    const std::filesystem::path directory_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<SqlFile>> files_;  // guarded by mutex_
};

}  // namespace toolhost::loader
