#pragma once

#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "base/result.hpp"
#include "store/connection.hpp"

namespace toolhost::store {

/// A few read-only connections to one file, opened as they are needed. Thread-safe; outlives what
/// it lends.
class Readers {
public:
    /// Gives a connection back.
    struct GiveBack {
        Readers* readers;
        void operator()(Connection* connection) const;
    };
    using Loan = std::unique_ptr<Connection, GiveBack>;

    Readers(std::filesystem::path file, std::size_t count_max);

    /// [any thread] Waits a few seconds at most for a free connection.
    base::Result<Loan> borrow();

private:
    using Owned = std::unique_ptr<Connection>;

    base::Result<Owned> takeIdleOrSlot();
    void giveBack(Owned connection);

    const std::filesystem::path file_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<Owned> idle_;  // guarded by mutex_
    std::size_t slots_;        // guarded by mutex_; connections that may still be opened
};

}  // namespace toolhost::store
