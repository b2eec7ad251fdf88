#pragma once

#include <string>
#include <vector>

#include "servicenow/instance.hpp"

namespace toolhost::servicenow {

/// What must exist before a request is sent.
struct FieldUse {
    std::string table;
    /// Fields of the table, or paths through its references.
    std::vector<std::string> fields;
    /// What ServiceNow would do about a wrong name, to say why it is refused.
    std::string otherwise;
};

/// Gives the table's schema and notices about what could not be checked; or the problem of the
/// first name that does not exist, with the nearest that does.
struct CheckedFields {
    SchemaPointer schema;
    std::vector<std::string> notices;
};

/// Checks names against the effective schemas of all tables they lead through. [any thread]
void checkFields(Instance& instance, const Caller& caller, FieldUse use, Then<CheckedFields> then);

}  // namespace toolhost::servicenow
