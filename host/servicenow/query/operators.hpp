#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace toolhost::servicenow {

/// What stands to the right of an operator.
enum class OperandForm {
    None,          ///< nothing
    Anything,      ///< a value, which may be empty: the field is then compared with emptiness
    Value,         ///< a value; without one ServiceNow drops the condition
    List,          ///< a,b,c
    Range,         ///< low@high
    Field,         ///< another field, perhaps @ and the part of the date that is compared
    Distance,      ///< another field @unit@before|after@n
    Span,          ///< label@from@to; ServiceNow evaluates the two ends, the label is for people
    Relative,      ///< @unit@ago|ahead@n
    CalendarPart,  ///< label@javascript:gs.datePart('part','value','comparison')
};

/// Which kinds of fields an operator makes sense for.
enum class Fit {
    Everything,
    Ordered,  ///< what has an order of its own: not booleans, not references
    Wording,  ///< texts, and references by what they show
    Dates,
    Links,  ///< references and lists of them
};

/// One operator of ServiceNow's filters.
struct Operator {
    /// As encoded queries write it; capitals matter.
    std::string_view name;
    /// As structured filters write it.
    std::string_view word;
    OperandForm form;
    Fit fit;
};

/// The operator of that name or word (the case of the word does not matter); null when unknown.
const Operator* findOperator(std::string_view name);

/// The longest operator that the text starts with; null when there is none.
const Operator* leadingOperator(std::string_view text);

/// Every word a structured filter may use.
std::vector<std::string> operatorWords();

}  // namespace toolhost::servicenow
