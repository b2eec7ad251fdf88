#include "servicenow/query/operators.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

using Form = OperandForm;

constexpr std::array kOperators = {
    Operator{"=", "=", Form::Anything, Fit::Everything},
    Operator{"!=", "!=", Form::Anything, Fit::Everything},
    Operator{"<", "<", Form::Value, Fit::Ordered},
    Operator{"<=", "<=", Form::Value, Fit::Ordered},
    Operator{">", ">", Form::Value, Fit::Ordered},
    Operator{">=", ">=", Form::Value, Fit::Ordered},
    Operator{"BETWEEN", "between", Form::Range, Fit::Ordered},
    Operator{"LIKE", "contains", Form::Value, Fit::Wording},
    Operator{"*", "*", Form::Value, Fit::Wording},
    Operator{"NOT LIKE", "not_contains", Form::Value, Fit::Wording},
    Operator{"!*", "!*", Form::Value, Fit::Wording},
    Operator{"STARTSWITH", "starts_with", Form::Value, Fit::Wording},
    Operator{"ENDSWITH", "ends_with", Form::Value, Fit::Wording},
    Operator{"%", "%", Form::Value, Fit::Wording},
    Operator{"MATCH_PAT", "matches_pattern", Form::Value, Fit::Wording},
    Operator{"MATCH_RGX", "matches_regex", Form::Value, Fit::Wording},
    Operator{"IN", "in", Form::List, Fit::Everything},
    Operator{"NOT IN", "not_in", Form::List, Fit::Everything},
    Operator{"ISEMPTY", "is_empty", Form::None, Fit::Everything},
    Operator{"ISNOTEMPTY", "is_not_empty", Form::None, Fit::Everything},
    Operator{"EMPTYSTRING", "is_empty_text", Form::None, Fit::Everything},
    Operator{"ANYTHING", "anything", Form::None, Fit::Everything},
    Operator{"SAMEAS", "same_as_field", Form::Field, Fit::Everything},
    Operator{"NSAMEAS", "not_same_as_field", Form::Field, Fit::Everything},
    Operator{"GT_FIELD", "greater_than_field", Form::Field, Fit::Ordered},
    Operator{"LT_FIELD", "less_than_field", Form::Field, Fit::Ordered},
    Operator{"GT_OR_EQUALS_FIELD", "at_least_field", Form::Field, Fit::Ordered},
    Operator{"LT_OR_EQUALS_FIELD", "at_most_field", Form::Field, Fit::Ordered},
    Operator{"MORETHAN", "more_than_from_field", Form::Distance, Fit::Dates},
    Operator{"LESSTHAN", "less_than_from_field", Form::Distance, Fit::Dates},
    Operator{"ON", "on", Form::Span, Fit::Dates},
    Operator{"NOTON", "not_on", Form::Span, Fit::Dates},
    Operator{"RELATIVEGT", "relative_after", Form::Relative, Fit::Dates},
    Operator{"RELATIVEGE", "relative_on_or_after", Form::Relative, Fit::Dates},
    Operator{"RELATIVEEE", "relative_on", Form::Relative, Fit::Dates},
    Operator{"RELATIVELE", "relative_on_or_before", Form::Relative, Fit::Dates},
    Operator{"RELATIVELT", "relative_before", Form::Relative, Fit::Dates},
    Operator{"DATEPART", "date_part", Form::CalendarPart, Fit::Dates},
    Operator{"DYNAMIC", "dynamic", Form::Value, Fit::Links},
    Operator{"IN_HIERARCHY", "in_hierarchy", Form::Value, Fit::Links},
    Operator{"IN_HIERARCHY_DYNAMIC", "in_hierarchy_dynamic", Form::Value, Fit::Links},
    Operator{"INSTANCEOF", "instance_of", Form::Value, Fit::Everything},
    Operator{"DOESNOTHAVE", "does_not_have", Form::Value, Fit::Everything},
    Operator{"EXCLUDING", "excluding", Form::Value, Fit::Everything}};

}  // namespace

const Operator* findOperator(std::string_view name) {
    const auto* const found =
        std::find_if(kOperators.begin(), kOperators.end(), [&](const auto& op) {
            return op.name == name || base::equalsIgnoringCase(op.word, name);
        });
    return found == kOperators.end() ? nullptr : found;
}

const Operator* leadingOperator(std::string_view text) {
    const Operator* longest = nullptr;
    for (const auto& candidate : kOperators) {
        if (text.substr(0, candidate.name.size()) == candidate.name &&
            (longest == nullptr || candidate.name.size() > longest->name.size())) {
            longest = &candidate;
        }
    }
    return longest;
}

std::vector<std::string> operatorWords() {
    std::vector<std::string> words;
    words.reserve(kOperators.size());
    for (const auto& op : kOperators) {
        words.emplace_back(op.word);
    }
    return words;
}

}  // namespace toolhost::servicenow
