#pragma once

#include "servicenow/dictionary/table_schema.hpp"

namespace toolhost::servicenow {

/// What a field's values are to a query, whatever the platform's many type names.
enum class FieldKind {
    Text,
    Number,
    Boolean,
    Date,       ///< a date, or a date and time
    Reference,  ///< the key of another record
    List,       ///< keys of other records with commas between them
    Other       ///< anything else, of which nothing is assumed
};

FieldKind kindOf(const Column& column);

/// "a number", "a date" … for messages.
std::string_view nameOf(FieldKind kind);

}  // namespace toolhost::servicenow
