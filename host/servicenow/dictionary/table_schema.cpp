#include "servicenow/dictionary/table_schema.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <nlohmann/json.hpp>

namespace toolhost::servicenow {
namespace {

Column systemColumnOf(const char* name, const char* type) {
    Column column;
    column.name = name;
    column.type = type;
    return column;
}

bool isTrue(const Json& row, std::string_view name) {
    return textOf(row, name) == "true";
}

std::optional<int> numberOf(const std::string& text) {
    int number = 0;
    const auto* const end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && read == end ? std::optional(number) : std::nullopt;
}

/// One qualifier of three is in use: a query (by default), a script, or a named one.
std::string qualifierOf(const Json& row) {
    const std::string use = textOf(row, "use_reference_qualifier");
    if (use == "dynamic") return "DYNAMIC" + textOf(row, "dynamic_ref_qual");
    std::string query = textOf(row, "reference_qual_condition");
    return use == "advanced" || query.empty() ? textOf(row, "reference_qual") : query;
}

Column columnOf(const Json& row) {
    Column column;
    column.name = textOf(row, "element");
    column.label = textOf(row, "column_label");
    column.type = textOf(row, "internal_type");
    column.default_value = textOf(row, "default_value");
    column.reference = textOf(row, "reference");
    column.table = textOf(row, "name");
    if (!column.reference.empty()) column.reference_qualifier = qualifierOf(row);
    column.depends_on =
        textOf(row, isTrue(row, "use_dependent_field") ? "dependent_on_field" : "dependent");
    column.choice_table = textOf(row, "choice_table");
    column.choice_field = textOf(row, "choice_field");
    column.length_max = numberOf(textOf(row, "max_length"));
    column.is_mandatory = isTrue(row, "mandatory");
    column.is_read_only = isTrue(row, "read_only");
    column.is_display = isTrue(row, "display");
    const std::string choice = textOf(row, "choice");
    column.is_choice = !choice.empty() && choice != "0";
    column.is_active = textOf(row, "active") != "false";
    return column;
}

auto position(std::vector<Column>& columns, std::string_view name) {
    return std::lower_bound(
        columns.begin(), columns.end(), name, [](const Column& column, std::string_view wanted) {
            return column.name < wanted;
        });
}

void addColumn(TableSchema& schema, Column column) {
    const auto at = position(schema.columns, column.name);
    if (at == schema.columns.end() || at->name != column.name) {
        schema.columns.insert(at, std::move(column));
    } else if (schema.distanceOf(column.table) < schema.distanceOf(at->table)) {
        *at = std::move(column);
    }
}

void applyOverride(TableSchema& schema, const Json& row) {
    const std::string name = textOf(row, "element");
    const auto column = position(schema.columns, name);
    if (column == schema.columns.end() || column->name != name) return;
    const bool is_defined_nearer =
        schema.distanceOf(column->table) < schema.distanceOf(textOf(row, "name"));
    if (is_defined_nearer) return;
    const auto overrides = [&row](const char* flag) { return isTrue(row, flag); };
    if (overrides("mandatory_override")) column->is_mandatory = isTrue(row, "mandatory");
    if (overrides("read_only_override")) column->is_read_only = isTrue(row, "read_only");
    if (overrides("default_value_override")) column->default_value = textOf(row, "default_value");
    if (overrides("dependent_override")) column->depends_on = textOf(row, "dependent");
    if (overrides("reference_qual_override")) {
        column->reference_qualifier = textOf(row, "reference_qual");
    }
}

}  // namespace

const Column* TableSchema::findColumn(std::string_view column) const {
    const auto found = std::find_if(columns.begin(), columns.end(), [column](const Column& known) {
        return known.name == column;
    });
    return found == columns.end() ? nullptr : &*found;
}

std::vector<std::string> TableSchema::columnNames() const {
    std::vector<std::string> names;
    std::transform(
        columns.begin(), columns.end(), std::back_inserter(names), [](const Column& column) {
            return column.name;
        });
    return names;
}

std::ptrdiff_t TableSchema::distanceOf(const std::string& table) const {
    return std::find(chain.begin(), chain.end(), table) - chain.begin();
}

const Column* TableSchema::displayColumn() const {
    const Column* nearest = nullptr;
    for (const Column& column : columns) {
        if (column.is_display &&
            (nearest == nullptr || distanceOf(column.table) < distanceOf(nearest->table))) {
            nearest = &column;
        }
    }
    return nearest;
}

void addColumns(TableSchema& schema, const Json& dictionary_rows) {
    for (const Json& row : dictionary_rows) {
        if (Column column = columnOf(row); !column.name.empty()) {
            addColumn(schema, std::move(column));
        }
    }
}

void applyOverrides(TableSchema& schema, const Json& override_rows) {
    for (auto table = schema.chain.rbegin(); table != schema.chain.rend(); ++table) {
        for (const Json& row : override_rows) {
            if (textOf(row, "name") == *table) applyOverride(schema, row);
        }
    }
}

const Column* systemColumn(std::string_view name) {
    static const std::array kColumns = {systemColumnOf("sys_id", "GUID"),
                                        systemColumnOf("sys_created_on", "glide_date_time"),
                                        systemColumnOf("sys_created_by", "string"),
                                        systemColumnOf("sys_updated_on", "glide_date_time"),
                                        systemColumnOf("sys_updated_by", "string"),
                                        systemColumnOf("sys_mod_count", "integer")};
    const auto* const found =
        std::find_if(kColumns.begin(), kColumns.end(), [name](const Column& column) {
            return column.name == name;
        });
    return found == kColumns.end() ? nullptr : found;
}

}  // namespace toolhost::servicenow
