#include "store/connection.hpp"

#include <sqlite3.h>
#include <utility>

#include "store/private_file.hpp"
#include "store/sqlite_error.hpp"

namespace toolhost::store {
namespace {

constexpr int kBusyTimeoutMs = 2000;
constexpr std::size_t kIdleStatementsMax = 128;

constexpr Sql kCommonPragmas{"configure the connection",
                             "PRAGMA foreign_keys = ON;"
                             "PRAGMA trusted_schema = OFF;"
                             "PRAGMA cell_size_check = ON;"
                             "PRAGMA mmap_size = 0;"};
constexpr Sql kWriterPragmas{"configure the writer",
                             "PRAGMA journal_mode = WAL;"
                             "PRAGMA synchronous = FULL;"
                             "PRAGMA journal_size_limit = 67108864;"};
// SQLite 3.40 can corrupt a file when two connections reset its log: only the writer checkpoints.
constexpr Sql kReaderPragmas{"configure the reader",
                             "PRAGMA query_only = ON;"
                             "PRAGMA wal_autocheckpoint = 0;"};
constexpr Sql kJournalMode{"read the journal mode", "PRAGMA journal_mode"};

void harden(sqlite3* handle) {
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, kBusyTimeoutMs);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
}

base::Result<base::Done> prepareFile(const std::filesystem::path& file) {
    if (auto made = ensurePrivateDirectory(file.parent_path()); !made.ok()) return made;
    return ensurePrivateFile(file);
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n;") == std::string_view::npos;
}

}  // namespace

void Connection::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

Connection::Connection(std::filesystem::path file, sqlite3* handle)
    : file_(std::move(file)), handle_(handle) {}

Connection::~Connection() = default;

base::Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file,
                                                           Access access) {
    // Absolute, so that a name that begins with "file:" is never taken for a URI with options.
    const auto path = std::filesystem::absolute(file);
    const bool writes = access == Access::ReadWrite;
    if (writes) {
        if (auto ready = prepareFile(path); !ready.ok()) return ready.error();
    }
    const int flags = (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    std::unique_ptr<Connection> connection(new Connection(path, handle));
    const std::string attempted = "open " + path.string();
    if (code != SQLITE_OK) {
        return handle == nullptr ? sqliteError(attempted, code) : sqliteError(attempted, handle);
    }
    harden(handle);
    if (auto ready = connection->configure(access); !ready.ok()) {
        return base::because(attempted, ready.error());
    }
    return connection;
}

base::Result<base::Done> Connection::configure(Access access) {
    if (auto done = executeScript(kCommonPragmas); !done.ok()) return done;
    if (access == Access::ReadOnly) return executeScript(kReaderPragmas);
    if (auto done = executeScript(kWriterPragmas); !done.ok()) return done;
    auto mode = prepare(kJournalMode);
    if (!mode.ok()) return mode.error();
    if (auto row = mode.value().step(); !row.ok()) return row.error();
    if (mode.value().text(0) != "wal") {
        return base::Error{"the file system has no write-ahead log; keep state on a local disk"};
    }
    return base::Done{};
}

base::Result<Statement> Connection::prepare(const Sql& sql) {
    if (auto idle = idle_.extract(std::string(sql.text)); !idle.empty()) {
        return Statement(*this, std::move(idle.mapped()), std::string(sql.purpose));
    }
    sqlite3_stmt* compiled = nullptr;
    const char* rest = nullptr;
    const int size = static_cast<int>(sql.text.size());
    const int code = sqlite3_prepare_v3(
        handle_.get(), sql.text.data(), size, SQLITE_PREPARE_PERSISTENT, &compiled, &rest);
    if (code != SQLITE_OK) return sqliteError(sql.purpose, handle_.get());
    CompiledStatement owned(compiled);
    const char* end = sql.text.data() + sql.text.size();
    if (!owned || !isBlank({rest, static_cast<std::size_t>(end - rest)})) {
        return base::Error{std::string(sql.purpose) + ": expected exactly one SQL statement"};
    }
    return Statement(*this, std::move(owned), std::string(sql.purpose));
}

base::Result<base::Done> Connection::execute(const Sql& sql) {
    auto statement = prepare(sql);
    if (!statement.ok()) return statement.error();
    return statement.value().run();
}

base::Result<base::Done> Connection::executeScript(const Sql& sql) {
    const std::string text(sql.text);
    if (sqlite3_exec(handle_.get(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return sqliteError(sql.purpose, handle_.get());
    }
    return base::Done{};
}

std::int64_t Connection::changes() const {
    return sqlite3_changes64(handle_.get());
}

bool Connection::inTransaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

void Connection::takeBack(CompiledStatement compiled) {
    sqlite3_reset(compiled.get());
    sqlite3_clear_bindings(compiled.get());
    if (idle_.size() >= kIdleStatementsMax) return;
    idle_.try_emplace(sqlite3_sql(compiled.get()), std::move(compiled));
}

}  // namespace toolhost::store
