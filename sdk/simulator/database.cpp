#include "simulator/database.hpp"

#include <sqlite3.h>

#include "simulator/sql_functions.hpp"

namespace toolhost::sim {

std::string identifier(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

Statement::Statement(sqlite3* connection, StatementCache& cache, const std::string& sql)
    : statement_(cache.take(sql), GiveBack{&cache}) {
    if (statement_) return;
    sqlite3_stmt* prepared = nullptr;
    // One more than the text: SQLite need not copy what ends in a zero.
    const auto length = static_cast<int>(sql.size() + 1);
    if (sqlite3_prepare_v2(connection, sql.c_str(), length, &prepared, nullptr) != SQLITE_OK) {
        throw DatabaseError("prepare `" + sql + "`: " + sqlite3_errmsg(connection));
    }
    statement_.reset(prepared);
}

void Statement::fail(const char* attempted) const {
    auto* connection = sqlite3_db_handle(statement_.get());
    throw DatabaseError(std::string(attempted) + " `" + sqlite3_sql(statement_.get()) +
                        "`: " + sqlite3_errmsg(connection));
}

Statement& Statement::bind(std::string_view text) {
    ++bound_;
    const auto length = static_cast<sqlite3_uint64>(text.size());
    const int outcome =
        text.empty()
            ? sqlite3_bind_null(statement_.get(), bound_)
            : sqlite3_bind_text64(
                  statement_.get(), bound_, text.data(), length, SQLITE_TRANSIENT, SQLITE_UTF8);
    if (outcome != SQLITE_OK) fail("bind a parameter of");
    return *this;
}

Statement& Statement::bindBytes(std::string_view bytes) {
    ++bound_;
    const auto length = static_cast<sqlite3_uint64>(bytes.size());
    const int outcome =
        sqlite3_bind_blob64(statement_.get(), bound_, bytes.data(), length, SQLITE_TRANSIENT);
    if (outcome != SQLITE_OK) fail("bind bytes to a parameter of");
    return *this;
}

Statement& Statement::bindAll(const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
        bind(text);
    }
    return *this;
}

Statement& Statement::rewind() {
    sqlite3_reset(statement_.get());  // what the last run came to was told by step()
    bound_ = 0;
    return *this;
}

bool Statement::step() {
    const int outcome = sqlite3_step(statement_.get());
    if (outcome == SQLITE_ROW) return true;
    if (outcome != SQLITE_DONE) fail("run");
    return false;
}

void Statement::run() {
    while (step()) {
    }
}

std::string_view Statement::text(int column) const {
    const auto* bytes =
        reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::string_view Statement::bytes(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

long long Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Database::Database(const std::string& path) {
    constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path.c_str(), &connection_, kFlags, nullptr) != SQLITE_OK) {
        const std::string reason = sqlite3_errmsg(connection_);
        sqlite3_close(connection_);
        throw DatabaseError("open the database " + path + ": " + reason);
    }
    sqlite3_busy_timeout(connection_, 5'000);
    addSqlFunctions(connection_);
    // The records are invented: quick is worth more here than safe from a power cut.
    sqlite3_exec(
        connection_,
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY",
        nullptr,
        nullptr,
        nullptr);
}

Database::~Database() {
    statements_.clear();
    sqlite3_close(connection_);
}

Session Database::session() {
    return Session(*this);
}

Session::Session(Database& database)
    : lock_(database.mutex_),
      connection_(database.connection_),
      statements_(database.statements_),
      counts_(database.counts_) {}

long long Session::count(const std::string& sql, const std::vector<std::string>& bindings) {
    const auto changes = sqlite3_total_changes64(connection_);
    if (const auto known = counts_.find(sql, bindings, changes)) return *known;
    auto statement = prepare(sql);
    statement.bindAll(bindings).step();
    const auto counted = statement.integer(0);
    counts_.add(sql, bindings, counted);
    return counted;
}

Statement Session::prepare(const std::string& sql) {
    return {connection_, statements_, sql};
}

void Session::execute(const std::string& sql) {
    if (sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw DatabaseError("run `" + sql + "`: " + sqlite3_errmsg(connection_));
    }
}

Transaction::Transaction(Session& session) : session_(session) {
    session_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        session_.execute("ROLLBACK");
    } catch (const DatabaseError&) {
        // SQLite has already rolled back by itself after a full disk or a lost file.
        return;
    }
}

void Transaction::commit() {
    session_.execute("COMMIT");
    open_ = false;
}

}  // namespace toolhost::sim
