#pragma once

#include <map>
#include <string>
#include <vector>

#include "servicenow/instance.hpp"

namespace toolhost::servicenow {

/// A field of a table, or a path through its references.
struct FieldPath {
    std::string table;
    std::string path;
    auto operator<=>(const FieldPath&) const = default;
};

/// What must exist before a request is sent.
struct FieldUse {
    std::string table;
    /// Fields of the table, or paths through its references.
    std::vector<std::string> fields;
    /// What ServiceNow would do about a wrong name, to say why it is refused.
    std::string otherwise;
    /// Fields of other tables.
    std::vector<FieldPath> elsewhere{};
};

/// Gives the table's schema and notices about what could not be checked; or the problem of the
/// first name that does not exist, with the nearest that does.
struct CheckedFields {
    SchemaPointer schema;
    std::vector<std::string> notices;
    /// The columns the paths end at, as far as they are known.
    std::map<FieldPath, Column> columns;
    /// The tables those columns are of, inherited or not.
    std::map<FieldPath, std::string> tables{};

    /// Null when unknown.
    [[nodiscard]] const Column* find(const FieldPath& path) const;
    /// The table that the path ends in; where it begins when unknown.
    [[nodiscard]] const std::string& tableOf(const FieldPath& path) const;
};

/// Checks names against the effective schemas of all tables they lead through. [any thread]
void checkFields(Instance& instance, const Caller& caller, FieldUse use, Then<CheckedFields> then);

}  // namespace toolhost::servicenow
