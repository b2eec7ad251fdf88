#include "servicenow/query/query_check.hpp"

#include <utility>

#include "servicenow/query/condition_check.hpp"
#include "servicenow/query/query_request.hpp"

namespace toolhost::servicenow {
namespace {

/// The conditions on one table.
struct TableConditions {
    std::string table;
    std::vector<const Condition*> conditions;
};

std::vector<TableConditions> conditionsByTable(const QueryUse& use) {
    std::vector<TableConditions> all = {{use.table, use.query.conditions()}};
    for (const auto* list : use.query.relatedLists()) {
        auto& of_list = all.emplace_back(TableConditions{list->table, {}});
        for (const auto& group : list->conditions) {
            for (const auto& condition : group) {
                of_list.conditions.push_back(&condition);
            }
        }
    }
    return all;
}

FieldUse fieldsOf(const QueryUse& use) {
    FieldUse fields{use.table, use.query.fields(), kUnknownNameIsIgnored, {}};
    fields.fields.insert(fields.fields.end(), use.fields.begin(), use.fields.end());
    for (const auto* list : use.query.relatedLists()) {
        fields.elsewhere.push_back({list->table, list->field});
        for (const auto& group : list->conditions) {
            for (const auto& condition : group) {
                fields.elsewhere.push_back({list->table, condition.field});
                if (const auto other = otherFieldOf(condition.operand); !other.empty()) {
                    fields.elsewhere.push_back({list->table, std::string(other)});
                }
            }
        }
    }
    return fields;
}

/// Adds remarks to the notices; the first objection is a problem.
Outcome<CheckedFields> withConditionsChecked(const QueryUse& use, CheckedFields checked) {
    for (const auto& [table, conditions] : conditionsByTable(use)) {
        for (const auto* condition : conditions) {
            const Column* column = checked.find({table, condition->field});
            if (column == nullptr) continue;
            const std::string other(otherFieldOf(condition->operand));
            if (auto objection = objectionTo(*condition, *column, checked.find({table, other}))) {
                return invalidRequest(std::move(*objection));
            }
            if (auto remark = remarkOn(*condition, *column)) {
                checked.notices.push_back(std::move(*remark));
            }
        }
    }
    return checked;
}

}  // namespace

void checkQuery(Instance& instance, const Caller& caller, QueryUse use, Then<CheckedFields> then) {
    FieldUse fields = fieldsOf(use);
    checkFields(instance,
                caller,
                std::move(fields),
                [use = std::move(use), then = std::move(then)](Outcome<CheckedFields> checked) {
                    if (!checked) return then(std::move(checked));
                    then(withConditionsChecked(use, std::move(checked).value()));
                });
}

}  // namespace toolhost::servicenow
