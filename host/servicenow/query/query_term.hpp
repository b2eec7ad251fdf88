#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace toolhost::servicenow {

/// One condition of an encoded query: a field, an operator, a value; or words to search for.
struct QueryTerm {
    enum class Kind {
        Condition,  ///< `field op value`
        Words       ///< `123TEXTQUERY321=words` or `123TEXTINDEXGROUP321=group`: no field
    };
    Kind kind = Kind::Condition;
    std::string field;
    std::string op;
    std::string value;

    /// The term as ServiceNow reads it.
    [[nodiscard]] std::string text() const { return field + op + value; }
    /// The field whose value this one is compared with, for operators that do that.
    [[nodiscard]] std::optional<std::string> otherField() const;
};

/// Reads one term. Refuses unknown operators, values that a given operator cannot have, and values
/// that ServiceNow would run as a script (`javascript:`).
base::Result<QueryTerm> parseQueryTerm(std::string_view text);

/// The term that searches the whole record for words.
QueryTerm searchTerm(std::string_view words);

/// Whether the text is a field name or a path through references ("caller_id.department.name").
bool isFieldPath(std::string_view text);

}  // namespace toolhost::servicenow
