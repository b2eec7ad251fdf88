#include "servicenow/records/written_record.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace toolhost::servicenow {
namespace {

/// Types that are read back otherwise than they are written, by design.
constexpr std::array<std::string_view, 5> kWriteOnlyTypes = {
    "journal", "journal_input", "journal_list", "password", "password2"};
/// For when the dictionary cannot be read.
constexpr std::array<std::string_view, 3> kJournals = {
    "work_notes", "comments", "comments_and_work_notes"};

template <typename Names>
bool holds(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isWriteOnly(const TableSchema& schema, const std::string& field) {
    const Column* column = schema.findColumn(field);
    return column != nullptr ? holds(kWriteOnlyTypes, column->type) : holds(kJournals, field);
}

void addOnce(std::vector<std::string>& names, const std::string& name) {
    if (!holds(names, name)) names.push_back(name);
}

}  // namespace

std::vector<std::string> fieldsToReadBack(const TableSchema& schema, const SentValues& sent) {
    std::vector<std::string> fields = {"sys_id"};
    if (!schema.is_complete || schema.findColumn("number") != nullptr) addOnce(fields, "number");
    if (const Column* display = schema.displayColumn()) addOnce(fields, display->name);
    for (const auto& [field, value] : sent) {
        addOnce(fields, field);
    }
    return fields;
}

Json namesOf(const Json& record, const TableSchema& schema) {
    Json names = {{"sys_id", textOf(memberOf(record, "sys_id"), "value")}};
    if (const auto number = textOf(memberOf(record, "number"), "value"); !number.empty()) {
        names["number"] = number;
    }
    const Column* display = schema.displayColumn();
    if (display != nullptr) {
        names["display"] = textOf(memberOf(record, display->name), "display_value");
    }
    return names;
}

Json changedByInstance(const Json& record, const TableSchema& schema, const SentValues& sent) {
    Json changed = Json::object();
    for (const auto& [field, value] : sent) {
        const Json& stored = memberOf(record, field);
        if (!stored.is_object() || isWriteOnly(schema, field)) continue;
        const std::string stored_value = textOf(stored, "value");
        const std::string display = textOf(stored, "display_value");
        if (value == stored_value || value == display) continue;
        changed[field] = {{"sent", value}, {"value", stored_value}, {"display", display}};
    }
    return changed;
}

}  // namespace toolhost::servicenow
