#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "servicenow/query/operand.hpp"

namespace toolhost::servicenow {

/// `field op operand`.
struct Condition {
    std::string field;
    const Operator* op;  ///< never null; of the static table
    Operand operand;
    bool operator==(const Condition&) const = default;
};

/// A search of the text index, which names no field.
struct TextSearch {
    enum class Kind {
        Words,  ///< `123TEXTQUERY321=words`
        Group   ///< `123TEXTINDEXGROUP321=group`
    };
    Kind kind = Kind::Words;
    std::string text;
    bool operator==(const TextSearch&) const = default;
};

/// How many records of another table lead here: `RLQUERYtask_sla.task,>=1,m2m^…^ENDRLQUERY`.
struct RelatedList {
    std::string table;
    std::string field;  ///< of that table; it refers to the record in question
    std::string comparison;
    std::int64_t count = 0;
    bool is_many_to_many = false;
    /// What those records must fulfil: groups joined by AND of conditions joined by OR.
    std::vector<std::vector<Condition>> conditions;
    bool operator==(const RelatedList&) const = default;
};

/// Every condition of the list, in order.
std::vector<const Condition*> conditionsOf(const RelatedList& list);

using Term = std::variant<Condition, TextSearch, RelatedList>;

/// Reads one condition or search, not a related list. Refuses unknown operators and values that a
/// given operator cannot have.
base::Result<Term> parseTerm(std::string_view text);

/// Reads one condition; refuses a search.
base::Result<Condition> parseCondition(std::string_view text);

/// Reads the piece that opens a related list.
base::Result<RelatedList> parseRelatedList(std::string_view text);

/// The term as ServiceNow reads it.
std::string textOf(const Condition& condition);
std::string textOf(const Term& term);

}  // namespace toolhost::servicenow
