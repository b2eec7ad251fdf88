#include "simulator/dictionary.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/sys_id.hpp"

namespace toolhost::sim {

namespace {

// When the platform was installed, as far as the dictionary is concerned.
constexpr std::string_view kInstalled = "2025-01-15 08:00:00";

std::string yesNo(bool value) {
    return value ? "true" : "false";
}

std::string typeLabel(const std::string& type) {
    static const Values kLabels{{"GUID", "Sys ID (GUID)"},
                                {"boolean", "True/False"},
                                {"collection", "Collection"},
                                {"decimal", "Decimal"},
                                {"email", "Email"},
                                {"glide_date", "Date"},
                                {"glide_date_time", "Date/Time"},
                                {"glide_list", "List"},
                                {"html", "HTML"},
                                {"integer", "Integer"},
                                {"journal_input", "Journal Input"},
                                {"journal_list", "Journal List"},
                                {"password", "Password (1 Way Encrypted)"},
                                {"password2", "Password (2 Way Encrypted)"},
                                {"ph_number", "Phone Number"},
                                {"reference", "Reference"},
                                {"string", "String"},
                                {"sys_class_name", "System Class Name"},
                                {"table_name", "Table Name"},
                                {"url", "URL"}};
    const auto known = kLabels.find(type);
    return known == kLabels.end() ? type : known->second;
}

/// Writes rows that describe the schema, all by `system`.
class Describer {
public:
    explicit Describer(Records& records) : records_(records) {}

    void describe(const Table& table) {
        addTable(table);
        addCollection(table);
        for (const auto& column : table.columns) {
            addColumn(column, table);
        }
        for (const auto& [element, choices] : table.choices) {
            addChoices(table, element, choices);
        }
        for (const auto& [element, value] : table.overrides) {
            addOverride(table, element, value);
        }
    }

    void describeTypes() {
        for (const auto& type : types_) {
            add("sys_glide_object", type, {{"name", type}, {"label", typeLabel(type)}});
        }
    }

private:
    void add(std::string_view table, const std::string& key, Values values) {
        Record record{&records_.schema().table(table), std::move(values)};
        for (const auto& [element, value] : record.table->defaults) {
            record.values.emplace(element, value);
        }
        record.set("sys_id", sysIdOf(table, key));
        for (const auto* element : {"sys_created_by", "sys_updated_by"}) {
            record.set(element, "system");
        }
        for (const auto* element : {"sys_created_on", "sys_updated_on"}) {
            record.set(element, kInstalled);
        }
        record.set("sys_mod_count", "0");
        records_.insert(record);
    }

    void addTable(const Table& table) {
        const auto parent =
            table.extends.empty() ? std::string() : sysIdOf("sys_db_object", table.extends);
        const bool extendable = table.extendable || table.descendants.size() > 1;
        add("sys_db_object",
            table.name,
            {{"name", table.name},
             {"label", table.label},
             {"sys_name", table.label},
             {"super_class", parent},
             {"is_extendable", yesNo(extendable)}});
        add("sys_documentation",
            table.name,
            {{"name", table.name}, {"label", table.label}, {"plural", table.plural}});
    }

    /// The row of the table itself, whose element is empty.
    void addCollection(const Table& table) {
        types_.insert("collection");
        add("sys_dictionary",
            table.name,
            {{"name", table.name},
             {"internal_type", "collection"},
             {"audit", yesNo(table.audited)},
             {"column_label", table.label},
             {"sys_name", table.label}});
    }

    void addColumn(const Column& column, const Table& table) {
        types_.insert(column.type);
        const auto key = table.name + "." + column.element;
        add("sys_dictionary",
            key,
            {{"name", table.name},
             {"element", column.element},
             {"column_label", column.label},
             {"sys_name", column.label},
             {"internal_type", column.type},
             {"max_length", std::to_string(column.max_length)},
             {"mandatory", yesNo(column.mandatory)},
             {"read_only", yesNo(column.read_only)},
             {"display", yesNo(column.display)},
             {"primary", yesNo(column.element == "sys_id")},
             {"unique", yesNo(column.unique || column.element == "sys_id")},
             {"text_index", yesNo(column.text_index)},
             {"audit", yesNo(table.audited)},
             {"default_value", column.default_value},
             {"reference", column.reference},
             {"reference_key", column.reference_key == "sys_id" ? "" : column.reference_key},
             {"choice", column.choice == 0 ? "" : std::to_string(column.choice)},
             {"dependent", column.dependent}});
        add("sys_documentation",
            key,
            {{"name", table.name}, {"element", column.element}, {"label", column.label}});
    }

    void addChoices(const Table& table,
                    const std::string& element,
                    const std::vector<Choice>& choices) {
        int sequence = 0;
        for (const auto& choice : choices) {
            add("sys_choice",
                table.name + "." + element + "." + choice.dependent_value + "." + choice.value,
                {{"name", table.name},
                 {"element", element},
                 {"value", choice.value},
                 {"label", choice.label},
                 {"dependent_value", choice.dependent_value},
                 {"sequence", std::to_string(++sequence)}});
        }
    }

    void addOverride(const Table& table, const std::string& element, const std::string& value) {
        add("sys_dictionary_override",
            table.name + "." + element,
            {{"name", table.name},
             {"element", element},
             {"base_table", table.root()},
             {"default_value_override", "true"},
             {"default_value", value}});
    }

    Records& records_;
    std::set<std::string> types_;
};

}  // namespace

void describeSchema(Records& records) {
    Describer describer(records);
    for (const auto& [name, table] : records.schema().tables()) {
        describer.describe(table);
    }
    describer.describeTypes();
}

}  // namespace toolhost::sim
