#include "simulator/schema_file.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace toolhost::sim {

namespace {

using nlohmann::json;

struct KindOfType {
    std::string_view type;
    Kind kind;
    int max_length;
};

constexpr std::array kKinds{
    KindOfType{"integer", Kind::Integer, 40},
    KindOfType{"decimal", Kind::Decimal, 15},
    KindOfType{"boolean", Kind::Boolean, 40},
    KindOfType{"glide_date_time", Kind::DateTime, 40},
    KindOfType{"glide_date", Kind::Date, 40},
    KindOfType{"reference", Kind::Reference, 32},
    KindOfType{"glide_list", Kind::List, 4000},
    KindOfType{"journal_input", Kind::Journal, 4000},
    KindOfType{"journal_list", Kind::Journal, 4000},
    KindOfType{"password", Kind::Password, 255},
    KindOfType{"password2", Kind::Password, 255},
    KindOfType{"GUID", Kind::Text, 32},
};

const KindOfType& kindOf(std::string_view type) {
    static constexpr KindOfType kText{"string", Kind::Text, 40};
    for (const auto& entry : kKinds) {
        if (entry.type == type) return entry;
    }
    return kText;
}

std::string defaultType(const json& source) {
    return source.contains("reference") ? "reference" : "string";
}

/// Names become SQL identifiers and parts of queries, so they are held to a small alphabet.
std::string readName(const json& source, const char* key) {
    auto name = source.at(key).get<std::string>();
    constexpr auto kNameBytes = "abcdefghijklmnopqrstuvwxyz0123456789_";
    if (!name.empty() && name.find_first_not_of(kNameBytes) == name.npos) return name;
    throw std::runtime_error("read the schema: '" + name +
                             "' is no name of lowercase letters, digits and _");
}

std::vector<std::string> readNames(const json& source, const char* key) {
    return source.value(key, std::vector<std::string>{});
}

Column readColumn(const json& source, const std::string& table) {
    Column column;
    column.table = table;
    column.element = readName(source, "element");
    column.label = source.at("label").get<std::string>();
    column.type = source.value("type", defaultType(source));
    const auto& kind = kindOf(column.type);
    column.kind = kind.kind;
    column.max_length = source.value("max_length", kind.max_length);
    column.reference = source.value("reference", "");
    column.reference_key = source.value("reference_key", "sys_id");
    column.default_value = source.value("default", "");
    column.dependent = source.value("dependent", "");
    column.choice = source.value("choice", 0);
    column.mandatory = source.value("mandatory", false);
    column.read_only = source.value("read_only", false);
    column.display = source.value("display", false);
    column.unique = source.value("unique", false);
    column.indexed = source.value("indexed", false);
    column.text_index = source.value("text_index", false);
    column.read_roles = readNames(source, "read");
    column.write_roles = readNames(source, "write");
    return column;
}

std::vector<Choice> readChoices(const json& source) {
    std::vector<Choice> choices;
    for (const auto& entry : source) {
        choices.push_back({entry.at(0).get<std::string>(),
                           entry.at(1).get<std::string>(),
                           entry.size() > 2 ? entry.at(2).get<std::string>() : ""});
    }
    return choices;
}

std::vector<RowRule> readRowRules(const json& source) {
    std::vector<RowRule> rules;
    for (const auto& rule : source.value("restricted", json::array())) {
        rules.push_back(
            {readName(rule, "element"), readNames(rule, "values"), readNames(rule, "roles")});
    }
    return rules;
}

TableAccess readAccess(const json& source) {
    return {readNames(source, "read"),
            readNames(source, "create"),
            readNames(source, "write"),
            readNames(source, "delete"),
            readNames(source, "own"),
            readNames(source, "own_write"),
            readRowRules(source)};
}

/// A list of pairs of texts.
std::vector<std::pair<std::string, std::string>> readPairs(const json& source) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& entry : source) {
        pairs.emplace_back(entry.at(0).get<std::string>(), entry.at(1).get<std::string>());
    }
    return pairs;
}

void readPolicies(const json& source, Table& table) {
    for (const auto& policy : source.value("data_policies", json::array())) {
        table.data_policies.push_back({readName(policy, "element"),
                                       readNames(policy, "values"),
                                       readPairs(policy.at("mandatory"))});
    }
    if (!source.contains("transform")) return;
    const auto& transform = source.at("transform");
    table.transform = Transform{transform.at("name").get<std::string>(),
                                readName(transform, "target"),
                                transform.value("coalesce", ""),
                                readPairs(transform.at("fields"))};
}

Column systemColumn(const Table& table, const char* element, const char* label, const char* type) {
    Column column =
        readColumn({{"element", element}, {"label", label}, {"type", type}}, table.name);
    column.read_only = true;
    return column;
}

/// What every table has; a root that can be extended also says which class a row is.
void addSystemColumns(Table& table) {
    auto& columns = table.columns;
    columns.push_back(systemColumn(table, "sys_id", "Sys ID", "GUID"));
    columns.push_back(systemColumn(table, "sys_created_on", "Created", "glide_date_time"));
    columns.push_back(systemColumn(table, "sys_created_by", "Created by", "string"));
    columns.push_back(systemColumn(table, "sys_updated_on", "Updated", "glide_date_time"));
    columns.push_back(systemColumn(table, "sys_updated_by", "Updated by", "string"));
    columns.push_back(systemColumn(table, "sys_mod_count", "Updates", "integer"));
    if (!table.extendable) return;
    columns.push_back(systemColumn(table, "sys_class_name", "Class", "sys_class_name"));
    columns.back().max_length = 80;
}

void readColumns(const json& source, Table& table) {
    const auto columns = source.value("columns", json::array());
    for (const auto& entry : columns) {
        table.columns.push_back(readColumn(entry, table.name));
        if (!entry.contains("choices")) continue;
        table.choices[table.columns.back().element] = readChoices(entry.at("choices"));
    }
    if (table.extends.empty()) addSystemColumns(table);
}

Table readTable(const json& source) {
    Table table;
    table.name = readName(source, "name");
    table.label = source.at("label").get<std::string>();
    table.plural = source.value("plural", table.label + "s");
    table.extends = source.value("extends", "");
    table.number_prefix = source.value("number", "");
    table.extendable = source.value("extendable", false);
    table.audited = source.value("audited", false);
    table.generated = source.value("generated", false);
    table.indices = source.value("indices", table.indices);
    table.access = readAccess(source.value("access", json::object()));
    readPolicies(source, table);
    readColumns(source, table);
    const auto inherited_choices = source.value("choices", json::object());
    for (const auto& [element, choices] : inherited_choices.items()) {
        table.choices[element] = readChoices(choices);
    }
    const auto overrides = source.value("overrides", json::object());
    for (const auto& [element, value] : overrides.items()) {
        table.overrides[element] = value.get<std::string>();
    }
    return table;
}

}  // namespace

std::vector<Table> readSchemaFile(std::string_view text) {
    std::string reading = "the file";
    try {
        std::vector<Table> tables;
        const auto file = json::parse(text);
        for (const auto& entry : file.at("tables")) {
            reading = "table " + entry.value("name", "without a name");
            tables.push_back(readTable(entry));
        }
        return tables;
    } catch (const json::exception& fault) {
        throw std::runtime_error("read the schema, " + reading + ": " + fault.what());
    }
}

}  // namespace toolhost::sim
