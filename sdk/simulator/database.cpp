#include "simulator/database.hpp"

#include <algorithm>
#include <cctype>
#include <sqlite3.h>

#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

std::string_view valueText(sqlite3_value* value) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

/// Letters, digits and every byte of a non-ASCII character make words.
bool isWordByte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80U || std::isalnum(byte) != 0;
}

/// Whether `word` starts at `at` and is whole there; a final `*` lets it be a prefix.
bool wordAt(std::string_view text, std::size_t at, std::string_view word) {
    const bool prefix = word.back() == '*';
    const auto wanted = prefix ? word.substr(0, word.size() - 1) : word;
    if (at > 0 && isWordByte(text[at - 1])) return false;
    if (!sameText(text.substr(at, wanted.size()), wanted)) return false;
    const auto end = at + wanted.size();
    return prefix || end == text.size() || !isWordByte(text[end]);
}

bool hasWord(std::string_view text, std::string_view word) {
    if (word.empty() || word == "*") return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (wordAt(text, at, word)) return true;
    }
    return false;
}

/// has_word(word, text...): whether any text holds the word.
void hasWordFunction(sqlite3_context* context, int count, sqlite3_value** values) {
    const auto word = count > 0 ? valueText(values[0]) : std::string_view{};
    const bool found = std::any_of(values + 1, values + std::max(count, 1), [&](auto* value) {
        return hasWord(valueText(value), word);
    });
    sqlite3_result_int(context, found ? 1 : 0);
}

}  // namespace

std::string identifier(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* connection, const std::string& sql) {
    sqlite3_stmt* prepared = nullptr;
    const auto length = static_cast<int>(sql.size());
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

Statement& Statement::bindAll(const std::vector<std::string>& texts) {
    for (const auto& text : texts)
        bind(text);
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
    constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    sqlite3_create_function(
        connection_, "has_word", -1, kPure, nullptr, hasWordFunction, nullptr, nullptr);
}

Database::~Database() {
    sqlite3_close(connection_);
}

Session Database::session() {
    return Session(*this);
}

Session::Session(Database& database) : lock_(database.mutex_), connection_(database.connection_) {}

Statement Session::prepare(const std::string& sql) {
    return {connection_, sql};
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
