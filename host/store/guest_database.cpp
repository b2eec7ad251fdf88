#include "store/guest_database.hpp"

#include <array>
#include <cstring>
#include <sqlite3.h>
#include <string_view>
#include <utility>

#include "store/sqlite_error.hpp"

namespace toolhost::store {
namespace {

constexpr int kStepsBetweenLooks = 1'000;
constexpr int kValueBytesMax = 16 << 20;
constexpr int kSqlBytesMax = 1 << 20;
constexpr Sql kBegin{"begin", "BEGIN IMMEDIATE"};
constexpr Sql kCommit{"commit", "COMMIT"};
constexpr Sql kRollback{"undo", "ROLLBACK"};
constexpr Sql kPageSize{"read the page size", "PRAGMA page_size"};

/// What SQLite asks of statements that a guest has no use for: other files, settings, transactions
/// of its own.
constexpr std::array kDenied{
    SQLITE_ATTACH, SQLITE_DETACH, SQLITE_TRANSACTION, SQLITE_SAVEPOINT, SQLITE_CREATE_VTABLE};

/// Functions that reach beyond the file.
constexpr std::array<std::string_view, 2> kDeniedFunctions{"load_extension", "fts3_tokenizer"};

struct Bind {
    sqlite3_stmt* statement;
    int position;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, position); }
    int operator()(std::int64_t integer) const {
        return sqlite3_bind_int64(statement, position, integer);
    }
    int operator()(double real) const { return sqlite3_bind_double(statement, position, real); }
    int operator()(const std::string& text) const {
        return sqlite3_bind_text64(
            statement, position, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    int operator()(const Blob& blob) const {
        return sqlite3_bind_blob64(
            statement, position, blob.bytes.data(), blob.bytes.size(), SQLITE_TRANSIENT);
    }
};

SqlValue valueIn(sqlite3_stmt* statement, int column) {
    const auto size = [&] {
        return static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    };
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(statement, column)};
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        case SQLITE_TEXT: {
            const auto* text =
                reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            return std::string(text, size());
        }
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
            return bytes == nullptr ? Blob{} : Blob{std::string(bytes, size())};
        }
        default:
            return std::monostate();
    }
}

/// About what a value takes in an answer.
std::size_t sizeOf(const SqlValue& value) {
    constexpr std::size_t kNumber = 16;
    if (const auto* text = std::get_if<std::string>(&value)) return text->size() + kNumber;
    if (const auto* blob = std::get_if<Blob>(&value)) return blob->bytes.size() * 4 / 3 + kNumber;
    return kNumber;
}

GuestFault::Kind kindOf(int code) {
    using Kind = GuestFault::Kind;
    switch (code & 0xff) {  // without what it is extended by
        case SQLITE_CONSTRAINT:
            return Kind::Constraint;
        case SQLITE_AUTH:
            return Kind::Denied;
        case SQLITE_FULL:
            return Kind::Full;
        case SQLITE_INTERRUPT:
            return Kind::Stopped;
        case SQLITE_ERROR:
        case SQLITE_MISMATCH:
        case SQLITE_RANGE:
        case SQLITE_TOOBIG:
        case SQLITE_SCHEMA:
            return Kind::Statement;
        default:
            return Kind::Storage;
    }
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n;") == std::string_view::npos;
}

std::variant<GuestRows, GuestFault> wrong(std::string what) {
    return GuestFault{GuestFault::Kind::Statement, std::move(what)};
}

}  // namespace

base::Result<std::unique_ptr<GuestDatabase>> GuestDatabase::open(const std::filesystem::path& file,
                                                                 const GuestLimits& limits,
                                                                 const base::Clock& clock) {
    auto connection = Connection::open(file, Access::ReadWrite);
    if (!connection.ok()) return connection.error();
    std::unique_ptr<GuestDatabase> database(
        new GuestDatabase(std::move(connection).value(), limits, clock));
    if (const auto confined = database->confine(); !confined.ok()) return confined.error();
    return database;
}

GuestDatabase::GuestDatabase(std::unique_ptr<Connection> connection,
                             const GuestLimits& limits,
                             const base::Clock& clock)
    : connection_(std::move(connection)), limits_(limits), clock_(clock) {}

base::Result<base::Done> GuestDatabase::confine() {
    std::int64_t page_bytes = 0;
    {
        auto page_size = connection_->prepare(kPageSize);
        if (!page_size.ok()) return page_size.error();
        if (const auto row = page_size.value().step(); !row.ok()) return row.error();
        page_bytes = page_size.value().integer(0);
    }
    const auto pages = static_cast<std::int64_t>(limits_.file_bytes_max) / page_bytes;
    const std::string bound = "PRAGMA max_page_count = " + std::to_string(pages);
    if (auto bounded = connection_->execute({"bound the file", bound}); !bounded.ok()) {
        return bounded;
    }
    sqlite3* handle = connection_->handle_.get();
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kValueBytesMax);
    sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, kSqlBytesMax);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(handle, SQLITE_LIMIT_WORKER_THREADS, 0);
    sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 100);
    sqlite3_set_authorizer(handle, &GuestDatabase::judge, this);
    sqlite3_progress_handler(handle, kStepsBetweenLooks, &GuestDatabase::watch, this);
    return base::Done{};
}

/// Now and then while a statement runs: not 0 ends it.
int GuestDatabase::watch(void* self) {
    const auto& database = *static_cast<const GuestDatabase*>(self);
    const GuestTime* time = database.time_;
    if (time == nullptr) return 0;
    return time->stop.stop_requested() || database.clock_.steady() >= time->until ? 1 : 0;
}

/// Of each thing a statement does, when it is compiled.
int GuestDatabase::judge(
    void* self, int action, const char* one, const char* other, const char*, const char*) {
    if (!static_cast<const GuestDatabase*>(self)->is_guest_) return SQLITE_OK;
    for (const int denied : kDenied) {
        if (action == denied) return SQLITE_DENY;
    }
    if (action == SQLITE_PRAGMA && std::strcmp(one, "user_version") != 0) return SQLITE_DENY;
    if (action == SQLITE_FUNCTION) {
        for (const auto denied : kDeniedFunctions) {
            if (denied == other) return SQLITE_DENY;
        }
    }
    return SQLITE_OK;
}

GuestDatabase::Outcome GuestDatabase::run(const std::vector<GuestStatement>& statements,
                                          const GuestTime& time) {
    if (const auto begun = end(kBegin); !begun.ok()) {
        return GuestFault{GuestFault::Kind::Storage, begun.error().what};
    }
    time_ = &time;
    is_guest_ = true;
    std::vector<GuestRows> all;
    std::optional<GuestFault> failed;
    for (const auto& statement : statements) {
        auto outcome = runOne(statement);
        if (auto* fault = std::get_if<GuestFault>(&outcome)) {
            failed = std::move(*fault);
            break;
        }
        all.push_back(std::get<GuestRows>(std::move(outcome)));
    }
    is_guest_ = false;
    time_ = nullptr;  // what has been done is kept or undone, however long that takes
    if (!failed) {
        const auto kept = end(kCommit);
        if (kept.ok()) return all;
        failed = GuestFault{kindOf(sqlite3_extended_errcode(connection_->handle_.get())),
                            kept.error().what};
    }
    if (connection_->inTransaction()) {
        if (const auto undone = end(kRollback); !undone.ok()) {
            failed->what += "; and then: " + undone.error().what;
        }
    }
    return *failed;
}

base::Result<base::Done> GuestDatabase::end(const Sql& how) {
    return connection_->execute(how);
}

std::variant<GuestRows, GuestFault> GuestDatabase::runOne(const GuestStatement& statement) {
    sqlite3* handle = connection_->handle_.get();
    sqlite3_stmt* raw = nullptr;
    const char* rest = nullptr;
    const auto size = static_cast<int>(statement.sql.size());
    const int code = sqlite3_prepare_v2(handle, statement.sql.data(), size, &raw, &rest);
    const CompiledStatement compiled(raw);
    if (code != SQLITE_OK) return fault(code);
    const char* end_of_text = statement.sql.data() + statement.sql.size();
    if (!compiled || !isBlank({rest, static_cast<std::size_t>(end_of_text - rest)})) {
        return wrong("one SQL statement is expected, not none and not several");
    }
    const int wanted = sqlite3_bind_parameter_count(raw);
    if (static_cast<std::size_t>(wanted) != statement.parameters.size()) {
        return wrong("the statement wants " + std::to_string(wanted) + " parameters and got " +
                     std::to_string(statement.parameters.size()));
    }
    for (int position = 1; position <= wanted; ++position) {
        const auto& value = statement.parameters[static_cast<std::size_t>(position - 1)];
        const int bound = std::visit(Bind{raw, position}, value);
        if (bound != SQLITE_OK) return fault(bound);
    }
    return collect(compiled);
}

std::variant<GuestRows, GuestFault> GuestDatabase::collect(const CompiledStatement& compiled) {
    sqlite3* handle = connection_->handle_.get();
    const std::int64_t changed_before = sqlite3_total_changes64(handle);
    GuestRows result;
    const int columns = sqlite3_column_count(compiled.get());
    for (int column = 0; column < columns; ++column) {
        result.columns.emplace_back(sqlite3_column_name(compiled.get(), column));
    }
    std::size_t bytes = 0;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(compiled.get())) == SQLITE_ROW) {
        std::vector<SqlValue> row;
        for (int column = 0; column < columns; ++column) {
            row.push_back(valueIn(compiled.get(), column));
            bytes += sizeOf(row.back());
        }
        result.is_cut = result.rows.size() >= limits_.rows_max || bytes > limits_.result_bytes_max;
        if (result.is_cut) break;
        result.rows.push_back(std::move(row));
    }
    if (code != SQLITE_DONE && !result.is_cut) return fault(code);
    result.changes = sqlite3_total_changes64(handle) - changed_before;
    return result;
}

GuestFault GuestDatabase::fault(int code) const {
    if (kindOf(code) == GuestFault::Kind::Stopped) {
        return {GuestFault::Kind::Stopped,
                "the statement took too long or nobody waits for it any more; look for an index "
                "that it lacks"};
    }
    return {kindOf(code), sqlite3_errmsg(connection_->handle_.get())};
}

}  // namespace toolhost::store
