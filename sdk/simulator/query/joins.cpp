#include "simulator/query/joins.hpp"

#include "simulator/database.hpp"
#include "simulator/refusals.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

Refusal tooManyReferences() {
    return refusals::notSimulated("a query that follows more than 60 references",
                                  "Ask for the records referred to in queries of their own.");
}

std::optional<Operand> Joins::resolve(std::string_view path) {
    Operand at;
    std::string alias = alias_;
    const Table* table = &table_;
    for (const auto step : split(path, '.')) {
        if (at.column != nullptr) {
            table = schema_.findTable(at.column->reference);
            if (at.column->kind != Kind::Reference || table == nullptr) return std::nullopt;
            alias = join(at, *table);
        }
        const auto* column = schema_.findColumn(table->name, step);
        if (column == nullptr || column->kind == Kind::Password) return std::nullopt;
        at = {alias + "." + identifier(step), column, table};
        named_.push_back(at);
    }
    return at;
}

Operand Joins::displayOf(const Operand& operand) {
    if (operand.column->kind != Kind::Reference) return operand;
    const auto* target = schema_.findTable(operand.column->reference);
    if (target == nullptr) return operand;
    const auto alias = join(operand, *target);
    const Operand display{
        alias + "." + identifier(target->display->element), target->display, target};
    return displayOf(display);
}

std::string Joins::join(const Operand& reference, const Table& target) {
    const auto known = aliases_.find(reference.sql);
    if (known != aliases_.end()) return known->second;
    auto alias = alias_ + "_j" + std::to_string(aliases_.size() + 1);
    sql_ += " LEFT JOIN " + identifier(target.root()) + " AS " + alias + " ON " + alias + "." +
            identifier(reference.column->reference_key) + " = " + reference.sql;
    aliases_.emplace(reference.sql, alias);
    return alias;
}

}  // namespace toolhost::sim
