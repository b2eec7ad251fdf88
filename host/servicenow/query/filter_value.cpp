#include "servicenow/query/filter_value.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kDateLength = 10;  // 2026-01-31

base::Error needs(const Operator& op, const std::string& what) {
    return {"operator " + base::quoted(op.word) + " needs as value " + what};
}

/// The text ServiceNow compares with; null is no value. Absent for lists and objects.
std::optional<std::string> scalarOf(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_null()) return std::string();
    if (value.is_boolean() || value.is_number()) return value.dump();
    return std::nullopt;
}

/// A scalar that can stand where the separator would end it.
base::Result<std::string> partOf(const Json& value, char separator) {
    const auto text = scalarOf(value);
    if (!text || text->empty()) return base::Error{"needs texts, numbers or booleans"};
    if (text->find(separator) != std::string::npos) {
        return base::Error{"cannot hold " + base::quoted(*text) + ": '" + separator +
                           "' separates its parts and cannot be written inside one; use any with "
                           "one condition for each value"};
    }
    return *text;
}

base::Result<std::vector<std::string>> partsOf(const Operator& op,
                                               const Json& list,
                                               char separator) {
    std::vector<std::string> parts;
    for (const Json& element : list) {
        auto part = partOf(element, separator);
        if (!part) {
            return base::Error{"operator " + base::quoted(op.word) + " " + part.error().what};
        }
        parts.push_back(std::move(part).value());
    }
    return parts;
}

base::Result<Operand> readScalar(const Operator& op, const Json& value) {
    const auto text = scalarOf(value);
    if (!text) return needs(op, "one text, number or boolean");
    if (text->empty() && op.form == OperandForm::Value) {
        return needs(op, "a text that is not empty");
    }
    return Operand(OneValue{*text});
}

base::Result<Operand> readList(const Operator& op, const Json& value) {
    const Json list = value.is_array() ? value : Json::array({value});
    if (list.empty()) return needs(op, "a list with at least one value");
    auto items = partsOf(op, list, ',');
    if (!items) return items.error();
    return Operand(ValueList{std::move(items).value()});
}

base::Result<Operand> readRange(const Operator& op, const Json& value) {
    if (!value.is_array() || value.size() != 2) return needs(op, "a list of two: [low, high]");
    auto bounds = partsOf(op, value, '@');
    if (!bounds) return bounds.error();
    return Operand(ValueRange{bounds.value()[0], bounds.value()[1]});
}

base::Result<Operand> readField(const Operator& op, const Json& value) {
    const std::string part = textOf(value, "part");
    const std::string path = value.is_string() ? value.get<std::string>() : textOf(value, "field");
    return parseOperand(op, part.empty() ? path : path + '@' + part);
}

/// unit, side and amount of an object, in that order with '@' between them.
std::string distanceText(const Json& value) {
    const Json& amount = memberOf(value, "amount");
    return textOf(value, "unit") + '@' + textOf(value, "side") + '@' +
           (amount.is_number_integer() ? amount.dump() : "");
}

base::Result<Operand> readDistance(const Operator& op, const Json& value) {
    auto operand = parseOperand(op, textOf(value, "field") + '@' + distanceText(value));
    if (operand) return operand;
    return needs(op,
                 "an object such as {\"field\": \"due_date\", \"amount\": 3, \"unit\": \"day\", "
                 "\"side\": \"before\"}");
}

base::Result<Operand> readRelative(const Operator& op, const Json& value) {
    auto operand = parseOperand(op, '@' + distanceText(value));
    if (operand) return operand;
    return needs(op,
                 "an object such as {\"amount\": 7, \"unit\": \"dayofweek\", \"side\": \"ago\"}: "
                 "unit minute, hour, dayofweek, week, month, quarter or year, side ago or ahead");
}

base::Result<Operand> readSpan(const Operator& op, const Json& value) {
    const std::string day = value.is_string() ? value.get<std::string>() : "";
    std::string from = textOf(value, "from");
    std::string to = textOf(value, "to");
    if (day.size() == kDateLength) {
        from = day + " 00:00:00";
        to = day + " 23:59:59";
    }
    auto operand = parseOperand(op, (day.empty() ? "custom" : day) + '@' + from + '@' + to);
    if (operand) return operand;
    return needs(op,
                 "a day such as \"2026-01-31\", or {\"from\": \"2026-01-31 08:00:00\", \"to\": "
                 "\"2026-01-31 18:00:00\"}");
}

base::Result<Operand> readCalendarPart(const Operator& op, const Json& value) {
    const auto wanted = scalarOf(memberOf(value, "value")).value_or("");
    const std::string comparison = textOf(value, "comparison");
    auto operand =
        parseOperand(op,
                     wanted + "@javascript:gs.datePart('" + textOf(value, "part") + "','" + wanted +
                         "','" + (comparison.empty() ? "EE" : comparison) + "')");
    if (operand) return operand;
    return needs(op,
                 "an object such as {\"part\": \"dayofweek\", \"value\": \"monday\", "
                 "\"comparison\": \"EE\"}: part dayofweek, month, quarter, year, week or hour, "
                 "comparison EE, LT, LE, GT or GE");
}

}  // namespace

base::Result<Operand> readFilterValue(const Operator& op, const Json& value) {
    switch (op.form) {
        case OperandForm::None:
            if (value.is_null()) return Operand(NoOperand{});
            return base::Error{"operator " + base::quoted(op.word) + " takes no value"};
        case OperandForm::Anything:
        case OperandForm::Value:
            return readScalar(op, value);
        case OperandForm::List:
            return readList(op, value);
        case OperandForm::Range:
            return readRange(op, value);
        case OperandForm::Field:
            return readField(op, value);
        case OperandForm::Distance:
            return readDistance(op, value);
        case OperandForm::Span:
            return readSpan(op, value);
        case OperandForm::Relative:
            return readRelative(op, value);
        case OperandForm::CalendarPart:
            return readCalendarPart(op, value);
    }
    return needs(op, "something this host does not know");
}

}  // namespace toolhost::servicenow
