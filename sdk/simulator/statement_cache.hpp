#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3_stmt;

namespace toolhost::sim {

/// Compiled statements of one connection, kept for the next use of the same SQL: compiling one
/// takes longer than running it. Used by the thread that holds the connection.
class StatementCache {
public:
    static constexpr std::size_t kStatementsMax = 256;

    StatementCache() = default;
    StatementCache(const StatementCache&) = delete;
    StatementCache& operator=(const StatementCache&) = delete;
    ~StatementCache() { clear(); }

    /// A statement of that SQL, which the caller owns from now on; null when none is kept.
    sqlite3_stmt* take(std::string_view sql);
    /// Keeps a statement that is no longer used; lets go of the one used longest ago if need be.
    void give(sqlite3_stmt* statement);
    /// Ends every kept statement. Comes before the connection is closed.
    void clear();

private:
    using Kept = std::list<sqlite3_stmt*>;

    void drop(Kept::iterator which);

    Kept kept_;                                                    // used last stands first
    std::unordered_map<std::string_view, Kept::iterator> by_sql_;  // keys live in the statements
};

}  // namespace toolhost::sim
