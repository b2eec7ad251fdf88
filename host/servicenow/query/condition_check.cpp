#include "servicenow/query/condition_check.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "servicenow/dictionary/field_kind.hpp"
#include "servicenow/query/script_policy.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::array<std::string_view, 6> kTruths = {"true", "false", "1", "0", "yes", "no"};
/// 'd' stands for a digit.
constexpr std::string_view kDayForm = "dddd-dd-dd";
constexpr std::string_view kTimeForm = "dddd-dd-dd dd:dd:dd";

bool hasForm(std::string_view text, std::string_view form) {
    return text.size() == form.size() &&
           std::equal(text.begin(), text.end(), form.begin(), [](char c, char wanted) {
               return wanted == 'd' ? kDigits.find(c) != std::string_view::npos : c == wanted;
           });
}

bool isNumber(std::string_view text) {
    if (text.starts_with("-")) text.remove_prefix(1);
    const auto dot = text.find('.');
    const auto whole = text.substr(0, dot);
    const auto fraction = dot == std::string_view::npos ? "0" : text.substr(dot + 1);
    return !whole.empty() && !fraction.empty() &&
           whole.find_first_not_of(kDigits) == std::string_view::npos &&
           fraction.find_first_not_of(kDigits) == std::string_view::npos;
}

bool fits(Fit fit, FieldKind kind) {
    if (kind == FieldKind::Other) return true;
    switch (fit) {
        case Fit::Everything:
            return true;
        case Fit::Ordered:
            return kind == FieldKind::Number || kind == FieldKind::Date || kind == FieldKind::Text;
        case Fit::Wording:
            return kind == FieldKind::Text || kind == FieldKind::Reference ||
                   kind == FieldKind::List;
        case Fit::Dates:
            return kind == FieldKind::Date;
        case Fit::Links:
            return kind == FieldKind::Reference || kind == FieldKind::List ||
                   kind == FieldKind::Text;  // a sys_id can be asked for like a reference
    }
    return true;
}

std::string_view instead(FieldKind kind) {
    switch (kind) {
        case FieldKind::Number:
            return "use =, !=, <, <=, >, >=, BETWEEN or IN";
        case FieldKind::Boolean:
            return "use = or != with true or false";
        case FieldKind::Date:
            return "use >=, <=, BETWEEN, ON or RELATIVEGT";
        case FieldKind::Reference:
            return "use =, IN, LIKE, or a field of the record it leads to, such as caller_id.name";
        case FieldKind::List:
            return "use LIKE with a sys_id, ISEMPTY or ISNOTEMPTY";
        default:
            return "use =, !=, LIKE, STARTSWITH, IN or ISEMPTY";
    }
}

bool isNothing(std::string_view value) {
    return value.empty() || value == "NULL";
}

/// What a value of the kind looks like, when this one does not look like it; else empty.
std::string_view expectedInsteadOf(std::string_view value, FieldKind kind) {
    if (isNothing(value) || runsAScript(value)) return {};
    const auto isSame = [&](std::string_view truth) {
        return base::equalsIgnoringCase(truth, value);
    };
    if (kind == FieldKind::Number && !isNumber(value)) {
        return "a number; choices are stored by value, not by label (discover lists both)";
    }
    if (kind == FieldKind::Boolean && std::none_of(kTruths.begin(), kTruths.end(), isSame)) {
        return "true or false";
    }
    if (kind == FieldKind::Date && !hasForm(value, kDayForm) && !hasForm(value, kTimeForm)) {
        return "a date in UTC such as 2026-01-31 or 2026-01-31 10:00:00";
    }
    return {};
}

bool comparesValues(const Operator& op) {
    return op.fit != Fit::Wording && op.fit != Fit::Links && op.form != OperandForm::CalendarPart;
}

std::optional<std::string> objectionToValues(const Condition& condition, FieldKind kind) {
    auto values = valuesOf(condition.operand);
    if (condition.op->form == OperandForm::Span) values.erase(values.begin());  // the label
    for (const auto value : values) {
        if (const auto expected = expectedInsteadOf(value, kind); !expected.empty()) {
            return "has the value " + base::quoted(value) + ", which is not " +
                   std::string(expected);
        }
    }
    return std::nullopt;
}

bool areComparable(FieldKind one, FieldKind other) {
    return one == other || one == FieldKind::Other || other == FieldKind::Other;
}

}  // namespace

std::optional<std::string> objectionTo(const Condition& condition,
                                       const Column& column,
                                       const Column* other) {
    const FieldKind kind = kindOf(column);
    const auto refuse = [&](const std::string& why) {
        return "the condition " + base::quoted(textOf(condition)) + " " + why;
    };
    if (!fits(condition.op->fit, kind)) {
        return refuse("does not fit: " + base::quoted(condition.field) + " is " +
                      std::string(nameOf(kind)) + ", for which " + std::string(condition.op->name) +
                      " means nothing; " + std::string(instead(kind)));
    }
    if (other != nullptr && !areComparable(kind, kindOf(*other))) {
        return refuse("compares " + std::string(nameOf(kind)) + " with " +
                      base::quoted(other->name) + ", which is " +
                      std::string(nameOf(kindOf(*other))));
    }
    if (!comparesValues(*condition.op)) return std::nullopt;
    if (const auto objection = objectionToValues(condition, kind)) return refuse(*objection);
    return std::nullopt;
}

std::optional<std::string> remarkOn(const Condition& condition, const Column& column) {
    const bool is_reference = kindOf(column) == FieldKind::Reference;
    const bool compares_key = condition.op->name == "=" || condition.op->name == "!=" ||
                              condition.op->form == OperandForm::List;
    if (!is_reference || !compares_key) return std::nullopt;
    for (const auto value : valuesOf(condition.operand)) {
        if (!isNothing(value) && !isSysId(value) && !runsAScript(value) &&
            value.find(' ') != std::string_view::npos) {
            return condition.field + " holds sys_ids of " + base::quoted(column.reference) +
                   ", and " + base::quoted(value) + " is none; a name is compared with " +
                   condition.field + ".name or by LIKE";
        }
    }
    return std::nullopt;
}

}  // namespace toolhost::servicenow
