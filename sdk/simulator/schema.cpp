#include "simulator/schema.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "simulator/schema_file.hpp"

namespace toolhost::sim {

namespace {

const Column* displayColumn(const Table& table) {
    const auto& columns = table.effective;
    const auto marked = std::find_if(
        columns.begin(), columns.end(), [](const auto& entry) { return entry.second->display; });
    if (marked != columns.end()) return marked->second;
    const auto id = columns.find("sys_id");
    return id == columns.end() ? nullptr : id->second;
}

}  // namespace

Schema Schema::parse(std::string_view json) {
    Schema schema;
    for (auto& table : readSchemaFile(json)) {
        auto name = table.name;
        if (!schema.tables_.emplace(name, std::move(table)).second) {
            throw std::runtime_error("read the schema: table " + name + " is declared twice");
        }
    }
    schema.resolve();
    return schema;
}

void Schema::resolve() {
    for (auto& [name, table] : tables_) {
        resolveTable(table);
    }
    for (auto& [name, table] : tables_) {
        checkDisplay(table);
        for (const auto& ancestor : table.chain) {
            tables_.find(ancestor)->second.descendants.push_back(name);
        }
    }
}

void Schema::resolveTable(Table& table) {
    for (std::string_view name = table.name; !name.empty();) {
        const auto* ancestor = findTable(name);
        if (ancestor == nullptr) {
            throw std::runtime_error("read the schema: table " + table.name + " extends " +
                                     std::string(name) + ", which is not declared");
        }
        if (table.chain.size() > tables_.size()) {
            throw std::runtime_error("read the schema: table " + table.name + " extends itself");
        }
        table.chain.emplace_back(name);
        name = ancestor->extends;
    }
    inheritColumns(table);
    inheritDefaults(table);
    inheritRules(table);
}

/// The nearest override counts, else the default of the column itself.
void Schema::inheritDefaults(Table& table) {
    for (const auto& ancestor : table.chain) {
        for (const auto& [element, value] : tables_.find(ancestor)->second.overrides) {
            table.defaults.emplace(element, value);
        }
    }
    for (const auto& [element, column] : table.effective) {
        if (!column->default_value.empty()) table.defaults.emplace(element, column->default_value);
    }
}

/// A table without access rules has its parent's; what extends an audited table is audited.
void Schema::inheritRules(Table& table) {
    for (const auto& name : table.chain) {
        const auto& ancestor = tables_.find(name)->second;
        if (table.access.read.empty()) table.access = ancestor.access;
        table.audited = table.audited || ancestor.audited;
    }
}

void Schema::inheritColumns(Table& table) {
    for (const auto& ancestor : table.chain) {
        for (const auto& column : tables_.find(ancestor)->second.columns) {
            table.effective.emplace(column.element, &column);
        }
    }
    table.display = displayColumn(table);
}

/// Display values are followed through references, which must come to an end.
void Schema::checkDisplay(const Table& table) const {
    const auto* at = &table;
    for (std::size_t steps = 0; at != nullptr; ++steps) {
        if (at->display == nullptr || steps > tables_.size()) {
            throw std::runtime_error("read the schema: table " + table.name +
                                     " has no display column that leads to a value");
        }
        at = at->display->kind == Kind::Reference ? findTable(at->display->reference) : nullptr;
    }
}

const Table* Schema::findTable(std::string_view name) const {
    const auto found = tables_.find(name);
    return found == tables_.end() ? nullptr : &found->second;
}

const Table& Schema::table(std::string_view name) const {
    const auto* found = findTable(name);
    if (found == nullptr) {
        throw std::logic_error("the schema has no table " + std::string(name));
    }
    return *found;
}

const Column* Schema::findColumn(std::string_view table, std::string_view element) const {
    const auto* owner = findTable(table);
    if (owner == nullptr) return nullptr;
    const auto found = owner->effective.find(element);
    return found == owner->effective.end() ? nullptr : found->second;
}

const std::vector<Choice>* Schema::findChoices(const Table& table, std::string_view element) const {
    for (const auto& name : table.chain) {
        const auto& choices = this->table(name).choices;
        const auto found = choices.find(element);
        if (found != choices.end()) return &found->second;
    }
    return nullptr;
}

bool Schema::isA(const Table& table, std::string_view ancestor) const {
    return std::find(table.chain.begin(), table.chain.end(), ancestor) != table.chain.end();
}

}  // namespace toolhost::sim
