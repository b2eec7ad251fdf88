#include "simulator/write/input.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/auth/password.hpp"
#include "simulator/refusals.hpp"
#include "simulator/sys_id.hpp"
#include "simulator/text.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

/// The internal type of secrets that the instance itself must read; users see them as little as the
/// others.
constexpr std::string_view kReadablePassword = "password2";

std::string textOf(const json& value) {
    if (value.is_null()) return {};
    if (value.is_string()) return value.get<std::string>();
    return value.dump();
}

std::string integerOf(std::string_view text) {
    const auto number = parseInteger(trim(text));
    return number ? std::to_string(*number) : std::string();
}

std::string decimalOf(const std::string& text) {
    const bool number = !text.empty() && text.find_first_not_of("+-.0123456789eE") == text.npos;
    return number ? text : std::string();
}

std::string booleanOf(std::string_view text) {
    const bool yes = sameText(text, "true") || text == "1" || sameText(text, "yes");
    return yes ? "true" : "false";
}

std::string timestampOf(std::string_view text) {
    const auto moment = parseTimestamp(trim(text));
    return moment ? formatTimestamp(*moment) : std::string();
}

std::string dateOf(std::string_view text) {
    const auto moment = parseTimestamp(trim(text));
    return moment ? formatDate(*moment) : std::string();
}

/// A sys_id as it is, else the first record of that display value, else nothing.
std::string referenceOf(const Column& column, std::string_view text, Records& records) {
    const auto* target = records.schema().findTable(column.reference);
    if (text.empty() || isSysId(text) || target == nullptr) return std::string(text);
    const auto named = records.findBy(*target, target->display->element, text);
    return named ? named->get(column.reference_key) : std::string();
}

/// The value whose label the text is, if the column has choices and one is called so.
std::string valueOfLabel(const Schema& schema,
                         const Table& table,
                         const Column& column,
                         const std::string& text) {
    const auto* choices = schema.findChoices(table, column.element);
    if (choices == nullptr) return text;
    for (const auto& choice : *choices) {
        if (sameText(choice.label, text)) return choice.value;
    }
    return text;
}

std::string storedText(const Column& column, const std::string& text, Records& records) {
    switch (column.kind) {
        case Kind::Integer:
            return integerOf(text);
        case Kind::Decimal:
            return decimalOf(text);
        case Kind::Boolean:
            return text.empty() ? text : booleanOf(text);
        case Kind::DateTime:
            return timestampOf(text);
        case Kind::Date:
            return dateOf(text);
        case Kind::Reference:
            return referenceOf(column, text, records);
        case Kind::Password:
            return text.empty() || column.type == kReadablePassword ? text : hashPassword(text);
        case Kind::Text:
        case Kind::List:
        case Kind::Journal:
            break;
    }
    return truncated(text, static_cast<std::size_t>(column.max_length));
}

bool isWritable(const Column& column) {
    constexpr std::array<std::string_view, 10> kMaintained = {"sys_class_name",
                                                              "sys_created_by",
                                                              "sys_created_on",
                                                              "sys_domain",
                                                              "sys_id",
                                                              "sys_mod_count",
                                                              "sys_tags",
                                                              "sys_updated_by",
                                                              "sys_updated_on",
                                                              "sys_view_count"};
    return column.type != "journal_list" &&
           std::find(kMaintained.begin(), kMaintained.end(), column.element) == kMaintained.end();
}

/// Parsed JSON that nests at most kDepthMax deep; what lies deeper is left out.
json parseShallow(std::string_view body) {
    constexpr int kDepthMax = 32;
    return json::parse(body,
                       [](int depth, json::parse_event_t, json&) { return depth <= kDepthMax; });
}

/// The object to write; of several records the platform takes the first.
Result<json> parseBody(std::string_view body) {
    try {
        auto parsed = parseShallow(body);
        if (parsed.is_array() && !parsed.empty()) parsed = json(parsed.front());
        if (parsed.is_object()) return parsed;
        return refusals::unreadableRequest("The body must be a JSON object of fields and values");
    } catch (const json::exception& fault) {
        return refusals::unreadableRequest(fault.what());
    }
}

}  // namespace

Result<Values> readInput(std::string_view body,
                         const Table& table,
                         InputValues input_values,
                         Records& records) {
    const auto parsed = parseBody(body);
    if (!parsed) return parsed.refusal();
    Values values;
    for (const auto& [element, value] : parsed.value().items()) {
        const auto* column = records.schema().findColumn(table.name, element);
        if (column == nullptr || !isWritable(*column)) continue;
        auto text = textOf(value);
        if (input_values == InputValues::Display) {
            text = valueOfLabel(records.schema(), table, *column, text);
        }
        const bool no_number =
            column->kind == Kind::Integer && !text.empty() && integerOf(text).empty();
        if (no_number) continue;
        values.insert_or_assign(element, storedText(*column, text, records));
    }
    return values;
}

}  // namespace toolhost::sim
