#pragma once

#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/count_cache.hpp"
#include "simulator/statement_cache.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace toolhost::sim {

/// SQLite said no where it must not: a fault of the simulator or of the disk, never of a request.
struct DatabaseError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One prepared statement, given back to the cache at its end. Used by the thread that holds its
/// Session only.
class Statement {
public:
    Statement(sqlite3* connection, StatementCache& cache, const std::string& sql);

    /// Binds the next parameter; an empty text is NULL, as the platform stores empty values.
    Statement& bind(std::string_view text);
    /// Binds the next parameter to bytes that are no text.
    Statement& bindBytes(std::string_view bytes);
    Statement& bindAll(const std::vector<std::string>& texts);
    /// Makes it ready to be bound and run again.
    Statement& rewind();
    /// True when there is a row to read.
    bool step();
    /// Steps to the end of a statement that returns nothing.
    void run();
    /// The text of a column of the row, "" for NULL. Valid until the next step().
    [[nodiscard]] std::string_view text(int column) const;
    /// The bytes of a column that was bound so, likewise.
    [[nodiscard]] std::string_view bytes(int column) const;
    [[nodiscard]] long long integer(int column) const;
    [[nodiscard]] bool isNull(int column) const;

private:
    struct GiveBack {
        StatementCache* cache;
        void operator()(sqlite3_stmt* statement) const { cache->give(statement); }
    };
    [[noreturn]] void fail(const char* attempted) const;

    std::unique_ptr<sqlite3_stmt, GiveBack> statement_;
    int bound_ = 0;
};

class Session;

/// The instance's SQLite database: one connection, used by one thread at a time.
class Database {
public:
    /// Opens or creates the file; ":memory:" lives as long as the object. Throws DatabaseError.
    explicit Database(const std::string& path);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    /// Waits for the connection and keeps it until the Session ends.
    [[nodiscard]] Session session();

private:
    friend class Session;

    std::mutex mutex_;
    sqlite3* connection_ = nullptr;  // used by who holds mutex_
    StatementCache statements_;      // likewise
    CountCache counts_;              // likewise
};

/// The right to use the database, held by one request at a time.
class Session {
public:
    [[nodiscard]] Statement prepare(const std::string& sql);
    /// The number a statement with one row and column gives. It is kept until something is written:
    /// clients ask for the same total with every page.
    long long count(const std::string& sql, const std::vector<std::string>& bindings);
    /// Runs statements that take no parameters and return no rows.
    void execute(const std::string& sql);

private:
    friend class Database;
    explicit Session(Database& database);

    std::unique_lock<std::mutex> lock_;
    sqlite3* connection_;
    StatementCache& statements_;
    CountCache& counts_;
};

/// All or nothing: what is not committed when this goes out of scope is undone.
class Transaction {
public:
    explicit Transaction(Session& session);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    void commit();

private:
    Session& session_;
    bool open_ = true;
};

/// `name` as an SQL identifier.
std::string identifier(std::string_view name);

}  // namespace toolhost::sim
