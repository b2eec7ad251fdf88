#include "store/statement.hpp"

#include <sqlite3.h>
#include <utility>

#include "store/connection.hpp"
#include "store/sqlite_error.hpp"

namespace toolhost::store {

void FinalizeStatement::operator()(sqlite3_stmt* compiled) const {
    sqlite3_finalize(compiled);
}

Statement::Statement(Connection& lender, CompiledStatement compiled, std::string purpose)
    : lender_(&lender), compiled_(std::move(compiled)), purpose_(std::move(purpose)) {}

Statement::~Statement() {
    if (compiled_) lender_->takeBack(std::move(compiled_));
}

Statement& Statement::bind(int position, std::string_view text) {
    // An empty view may have no address, which SQLite would take for NULL.
    const char* bytes = text.empty() ? "" : text.data();
    return remember(sqlite3_bind_text64(
        compiled_.get(), position, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind(int position, std::int64_t integer) {
    return remember(sqlite3_bind_int64(compiled_.get(), position, integer));
}

Statement& Statement::bindBlob(int position, std::string_view bytes) {
    const char* start = bytes.empty() ? "" : bytes.data();
    return remember(
        sqlite3_bind_blob64(compiled_.get(), position, start, bytes.size(), SQLITE_TRANSIENT));
}

Statement& Statement::bindNull(int position) {
    return remember(sqlite3_bind_null(compiled_.get(), position));
}

Statement& Statement::bindOptional(int position, const std::optional<std::string>& text) {
    return text ? bind(position, *text) : bindNull(position);
}

base::Result<bool> Statement::step() {
    if (bind_failure_ != SQLITE_OK) return sqliteError(purpose_ + ": bind", bind_failure_);
    const int code = sqlite3_step(compiled_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    base::Error error = sqliteError(purpose_, sqlite3_db_handle(compiled_.get()));
    sqlite3_reset(compiled_.get());  // its code repeats the error just reported
    return error;
}

base::Result<base::Done> Statement::run() {
    for (;;) {
        const auto row = step();
        if (!row.ok()) return row.error();
        if (!row.value()) break;
    }
    sqlite3_reset(compiled_.get());
    return base::Done{};
}

std::string Statement::text(int column) const {
    const unsigned char* bytes = sqlite3_column_text(compiled_.get(), column);
    if (bytes == nullptr) return {};
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(compiled_.get(), column));
    return {bytes, bytes + size};
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(compiled_.get(), column);
}

std::string Statement::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(compiled_.get(), column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(compiled_.get(), column))};
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(compiled_.get(), column) == SQLITE_NULL;
}

std::optional<std::string> Statement::optionalText(int column) const {
    if (isNull(column)) return std::nullopt;
    return text(column);
}

Statement& Statement::remember(int code) {
    if (bind_failure_ == SQLITE_OK) bind_failure_ = code;
    return *this;
}

}  // namespace toolhost::store
