#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {

/// One column of a table as its dictionary entry describes it.
struct Column {
    std::string name;
    std::string label;
    std::string type;
    std::string default_value;
    /// The table a reference leads to; empty for what is no reference.
    std::string reference;
    /// The table that defines the column: the one asked about or one it extends.
    std::string table;
    /// Which records a reference may lead to, as the dictionary writes it: a query, or a script.
    std::string reference_qualifier;
    /// The column by whose value the choices are narrowed.
    std::string depends_on;
    /// Where the choices are kept, when they are those of another table or field.
    std::string choice_table;
    std::string choice_field;
    std::optional<int> length_max;
    bool is_mandatory = false;
    bool is_read_only = false;
    bool is_display = false;
    /// Has a list of choices, by whose sequence its values may be ordered.
    bool is_choice = false;
    bool is_active = true;
};

/// A table with everything it inherits, as far as one user may know. Immutable once read.
struct TableSchema {
    std::string name;
    std::string label;
    /// The table, the one it extends, the one that extends, …
    std::vector<std::string> chain;
    /// In the order of their names.
    std::vector<Column> columns;
    /// Whether a name that is not among the columns is surely no column.
    bool is_complete = false;
    /// Whether the instance shows this user neither the table nor a column of it.
    bool is_absent = false;
    /// What could not be read, and what follows from it.
    std::vector<std::string> notices;

    [[nodiscard]] const Column* findColumn(std::string_view column) const;
    [[nodiscard]] std::vector<std::string> columnNames() const;
    /// How far a table is from the beginning of the chain; the chain's length when it is not in it.
    [[nodiscard]] std::ptrdiff_t distanceOf(const std::string& table) const;
    /// The column that names a record to people; null when unknown.
    [[nodiscard]] const Column* displayColumn() const;
};

using SchemaPointer = std::shared_ptr<const TableSchema>;

/// Adds the columns of sys_dictionary rows (of all tables of the chain, in any order): of two
/// entries for one column, that of the table nearer to the beginning of the chain counts.
void addColumns(TableSchema& schema, const Json& dictionary_rows);

/// Changes columns by sys_dictionary_override rows, the nearest last. An override is for its own
/// table and those that extend it, and for a column that comes from no nearer table than that: not
/// for a sibling's, nor for one that a nearer table defines anew. Of its values those count whose
/// own flag says so.
void applyOverrides(TableSchema& schema, const Json& override_rows);

/// A column that every table has, whatever its dictionary shows; null when the name is none.
const Column* systemColumn(std::string_view name);

}  // namespace toolhost::servicenow
