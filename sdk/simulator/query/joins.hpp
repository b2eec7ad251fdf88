#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/result.hpp"
#include "simulator/schema.hpp"

namespace toolhost::sim {

/// A column that a query names, as SQL.
struct Operand {
    std::string sql;
    const Column* column = nullptr;
    const Table* table = nullptr;  ///< the table the column was reached on
};

/// What a query through more references than Joins takes is answered with.
Refusal tooManyReferences();

/// Turns column names and dotted paths into SQL, joining each referred table once.
class Joins {
public:
    /// Schema and table outlive the object. `alias` is what the table queried is called in the SQL.
    Joins(const Schema& schema, const Table& table, std::string alias = "t")
        : schema_(schema), table_(table), alias_(std::move(alias)) {}

    /// Nothing when a step of the path is no column, or not a reference where it must be one.
    /// Passwords are no columns here: they can be neither compared nor sorted by.
    std::optional<Operand> resolve(std::string_view path);
    /// For a reference: the display column of what it refers to. Otherwise the operand itself.
    Operand displayOf(const Operand& operand);
    /// The joins that the operands need, each with a leading blank.
    [[nodiscard]] const std::string& sql() const { return sql_; }
    [[nodiscard]] const std::string& alias() const { return alias_; }
    /// Whether they are more than SQLite joins in one statement.
    [[nodiscard]] bool areTooMany() const { return aliases_.size() > kMax; }
    /// Every column that a resolved path named, on its way too.
    [[nodiscard]] const std::vector<Operand>& named() const { return named_; }

private:
    static constexpr std::size_t kMax = 60;  // SQLite's limit is 64 tables, classes included

    std::string join(const Operand& reference, const Table& target);

    const Schema& schema_;
    const Table& table_;
    std::string alias_;
    std::map<std::string, std::string> aliases_;  // by the SQL of the reference followed
    std::vector<Operand> named_;
    std::string sql_;
};

}  // namespace toolhost::sim
