#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct sqlite3_stmt;

namespace toolhost::store {

class Connection;

/// One SQL statement and what it is for: `{"find a client", "SELECT … WHERE client_id = ?1"}`. The
/// purpose opens every error. Never built from input: values are bound.
struct Sql {
    std::string_view purpose;
    std::string_view text;
};

/// Ends a compiled statement's life.
struct FinalizeStatement {
    void operator()(sqlite3_stmt* compiled) const;
};
using CompiledStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// A compiled statement on loan from its connection, which it must not outlive. Going out of scope
/// resets it and gives it back. [one thread: the connection's]
class Statement {
public:
    Statement(Connection& lender, CompiledStatement compiled, std::string purpose);
    Statement(Statement&&) noexcept = default;
    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    /// Sets a parameter, counted from 1 as in `?1`; the bytes are copied. A failure, such as a
    /// position that does not exist, is reported by the next step() or run().
    Statement& bind(int position, std::string_view text);
    Statement& bind(int position, std::int64_t integer);
    Statement& bindBlob(int position, std::string_view bytes);
    Statement& bindNull(int position);
    /// NULL when absent.
    Statement& bindOptional(int position, const std::optional<std::string>& text);

    /// Runs up to the next row: true when there is one, false at the end.
    base::Result<bool> step();

    /// Runs to the end, ignoring rows; afterwards parameters may be bound and run again.
    base::Result<base::Done> run();

    /// The current row's columns, counted from 0; text and blob of NULL are empty, integer 0.
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string blob(int column) const;
    [[nodiscard]] bool isNull(int column) const;
    /// Text, absent for NULL.
    [[nodiscard]] std::optional<std::string> optionalText(int column) const;

private:
    Statement& remember(int code);

    Connection* lender_;
    CompiledStatement compiled_;
    std::string purpose_;
    int bind_failure_ = 0;  // the first failed bind's code
};

}  // namespace toolhost::store
