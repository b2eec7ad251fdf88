#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "servicenow/query/operators.hpp"

namespace toolhost::servicenow {

/// The right side of ISEMPTY and its like.
struct NoOperand {
    bool operator==(const NoOperand&) const = default;
};

/// One value as ServiceNow stores it; empty means the field has none.
struct OneValue {
    std::string text;
    bool operator==(const OneValue&) const = default;
};

/// The values of IN.
struct ValueList {
    std::vector<std::string> items;
    bool operator==(const ValueList&) const = default;
};

/// The bounds of BETWEEN, both included.
struct ValueRange {
    std::string low;
    std::string high;
    bool operator==(const ValueRange&) const = default;
};

/// Another field of the record; `part` ("day") narrows the comparison of dates, empty for none.
struct OtherField {
    std::string path;
    std::string part;
    bool operator==(const OtherField&) const = default;
};

/// A distance from another date of the record: `amount` units "before" or "after" it.
struct FieldDistance {
    std::string path;
    std::string unit;
    std::string side;
    std::int64_t amount = 0;
    bool operator==(const FieldDistance&) const = default;
};

/// The span of time of ON, both ends included; the label tells people what it means.
struct TimeSpan {
    std::string label;
    std::string from;
    std::string to;
    bool operator==(const TimeSpan&) const = default;
};

/// A distance from now: `amount` units "ago" or "ahead".
struct RelativeTime {
    std::string unit;
    std::string side;
    std::int64_t amount = 0;
    bool operator==(const RelativeTime&) const = default;
};

/// A part of the date, such as its day of the week, whatever the rest is. Part and comparison are
/// words of closed lists and the value a word or number: the script ServiceNow wants here is
/// written by us and has nothing of its own to run.
struct CalendarPart {
    std::string label;
    std::string part;
    std::string value;
    std::string comparison;
    bool operator==(const CalendarPart&) const = default;
};

using Operand = std::variant<NoOperand,
                             OneValue,
                             ValueList,
                             ValueRange,
                             OtherField,
                             FieldDistance,
                             TimeSpan,
                             RelativeTime,
                             CalendarPart>;

/// Reads what stands after the operator. The error says what is missing, to follow "the condition
/// … ": "needs a value after LIKE".
base::Result<Operand> parseOperand(const Operator& op, std::string_view text);

/// The operand as an encoded query writes it after its operator.
std::string textOf(const Operand& operand);

/// The texts in the operand that came from whoever wrote the query and reach ServiceNow as values.
std::vector<std::string_view> valuesOf(const Operand& operand);

/// The path of the other field the operand names; empty when it names none.
std::string_view otherFieldOf(const Operand& operand);

/// The words that RELATIVE, MORETHAN and LESSTHAN count in.
bool isTimeUnit(std::string_view word);

}  // namespace toolhost::servicenow
