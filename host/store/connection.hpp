#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/result.hpp"
#include "store/statement.hpp"

struct sqlite3;

namespace toolhost::store {

enum class Access { ReadWrite, ReadOnly };

/// One SQLite connection with the house's settings: WAL, synchronous=FULL, foreign keys, a schema
/// that is not trusted, no memory mapping. Not thread-safe; one thread at a time.
///
/// SQLite's C interface is called directly: Poco's layer begins deferred transactions that no busy
/// timeout protects, gives sessions back with a transaction open, honours "file:" names with
/// options and runs every statement of a text.
class Connection {
public:
    /// ReadWrite makes the file (0600) and its directory (0700) when they are missing; ReadOnly
    /// wants both to be there. Only a ReadWrite connection checkpoints, and a file has one.
    static base::Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file,
                                                          Access access);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Compiles one statement, or lends it again when it was compiled before. Refuses text after
    /// the first statement.
    base::Result<Statement> prepare(const Sql& sql);

    /// Runs one statement that takes no parameters, ignoring rows.
    base::Result<base::Done> execute(const Sql& sql);

    /// Runs several statements one after another; for constant text such as a migration.
    base::Result<base::Done> executeScript(const Sql& sql);

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::int64_t changes() const;

    /// Whether a transaction is open. SQLite itself ends one on a full disk or an I/O error.
    [[nodiscard]] bool inTransaction() const;

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

private:
    friend class GuestDatabase;
    friend class Statement;
    struct Close {
        void operator()(sqlite3* handle) const;
    };

    Connection(std::filesystem::path file, sqlite3* handle);
    base::Result<base::Done> configure(Access access);
    void takeBack(CompiledStatement compiled);

    std::filesystem::path file_;
    std::unique_ptr<sqlite3, Close> handle_;
    std::unordered_map<std::string, CompiledStatement> idle_;  // by SQL text; goes before handle_
};

}  // namespace toolhost::store
