#include "simulator/display.hpp"

#include "simulator/journals.hpp"
#include "simulator/sys_id.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

std::string labelOf(const Schema& schema, const Record& record, const Column& column) {
    const auto& value = record.get(column.element);
    const auto* choices = schema.findChoices(*record.table, column.element);
    if (choices == nullptr) return value;
    for (const auto& choice : *choices) {
        if (choice.value == value) return choice.label;
    }
    return value;
}

std::string classLabel(const Schema& schema, const std::string& class_name) {
    const auto* table = schema.findTable(class_name);
    return table == nullptr ? class_name : table->label;
}

}  // namespace

std::string Display::of(const Record& record, const Column& column) {
    if (column.kind == Kind::Reference) return ofReference(record, column);
    if (column.kind == Kind::List) return ofList(record, column);
    if (column.kind == Kind::Journal) return journalText(records_, record, column);
    if (column.type == "sys_class_name") {
        return classLabel(records_.schema(), record.get(column.element));
    }
    return labelOf(records_.schema(), record, column);
}

const Record* Display::follow(const Record& record, const Column& column) {
    const auto& value = record.get(column.element);
    const auto* table = records_.schema().findTable(column.reference);
    if (value.empty() || column.kind != Kind::Reference || table == nullptr) return nullptr;
    return lookUp(*table, column.reference_key, value);
}

/// A sys_id that leads nowhere shows as nothing; another key, such as "global", as itself.
std::string Display::ofReference(const Record& record, const Column& column) {
    const auto& value = record.get(column.element);
    if (const auto* target = follow(record, column)) return ofRecord(*target);
    return isSysId(value) ? std::string() : value;
}

std::string Display::ofList(const Record& record, const Column& column) {
    const auto* table = records_.schema().findTable(column.reference);
    if (table == nullptr) return record.get(column.element);
    std::vector<std::string> names;
    for (const auto id : split(record.get(column.element), ',')) {
        if (id.empty()) continue;
        const auto* target = lookUp(*table, "sys_id", trim(id));
        names.push_back(target == nullptr ? std::string(trim(id)) : ofRecord(*target));
    }
    return join(names, ", ");
}

std::string Display::ofRecord(const Record& record) {
    const auto* column = record.table->display;
    if (column->kind == Kind::Reference) return ofReference(record, *column);
    return record.get(column->element);
}

const Record* Display::lookUp(const Table& table, std::string_view key, std::string_view value) {
    auto entry = known_.find({&table, std::string(value)});
    if (entry == known_.end()) {
        entry =
            known_
                .emplace(std::pair(&table, std::string(value)), records_.findBy(table, key, value))
                .first;
    }
    return entry->second ? &*entry->second : nullptr;
}

}  // namespace toolhost::sim
