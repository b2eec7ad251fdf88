#include "servicenow/query/query_check.hpp"

#include <map>
#include <memory>
#include <set>
#include <utility>

#include "servicenow/query/choice_check.hpp"
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
        all.push_back({list->table, conditionsOf(*list)});
    }
    return all;
}

/// The list's own fields, all of its table.
void addFieldsOf(const RelatedList& list, std::vector<FieldPath>& fields) {
    fields.push_back({list.table, list.field});
    for (const auto* condition : conditionsOf(list)) {
        fields.push_back({list.table, condition->field});
        const std::string other(otherFieldOf(condition->operand));
        if (!other.empty()) fields.push_back({list.table, other});
    }
}

FieldUse fieldsOf(const QueryUse& use) {
    FieldUse fields{use.table, use.query.fields(), kUnknownNameIsIgnored, {}};
    fields.fields.insert(fields.fields.end(), use.fields.begin(), use.fields.end());
    for (const auto* list : use.query.relatedLists()) {
        addFieldsOf(*list, fields.elsewhere);
    }
    return fields;
}

/// Checks the conditions of a query whose fields are known to exist.
class ConditionsCheck : public std::enable_shared_from_this<ConditionsCheck> {
public:
    ConditionsCheck(Instance& instance,
                    Caller caller,
                    QueryUse use,
                    CheckedFields checked,
                    Then<CheckedFields> then)
        : caller_(std::move(caller)),
          instance_(instance),
          use_(std::move(use)),
          checked_(std::move(checked)),
          then_(std::move(then)) {}

    void start() {
        for (const auto& [table, conditions] : conditionsByTable(use_)) {
            for (const auto* condition : conditions) {
                const FieldPath path{table, condition->field};
                const Column* column = checked_.find(path);
                if (column == nullptr) continue;
                KnownCondition known{table, condition, column, {}};
                if (mayNameLabels(*condition, *column)) known.words_of = checked_.tableOf(path);
                if (!known.words_of.empty()) with_choices_.insert(known.words_of);
                conditions_.push_back(std::move(known));
            }
        }
        readWords();
    }

private:
    struct KnownCondition {
        std::string table;
        const Condition* condition;
        const Column* column;
        /// The table whose words tell what its values are called; empty when they may not matter.
        std::string words_of;
    };

    /// Words are for better messages: a query does not fail for want of them.
    void readWords() {
        if (with_choices_.empty()) return judge();
        const std::string table = *with_choices_.begin();
        with_choices_.erase(with_choices_.begin());
        instance_.dictionary().findVocabulary(
            caller_,
            table,
            [self = shared_from_this(), table](const Outcome<VocabularyPointer>& words) {
                if (words) self->words_[table] = words.value();
                self->readWords();
            });
    }

    /// Adds remarks to the notices; the first objection is a problem.
    void judge() {
        for (const auto& known : conditions_) {
            const auto& [table, condition, column, words_of] = known;
            const std::string meant = meantBy(known);
            const std::string other(otherFieldOf(condition->operand));
            if (auto objection = objectionTo(*condition, *column, checked_.find({table, other}))) {
                return then_(invalidRequest(*objection + (meant.empty() ? "" : ": " + meant)));
            }
            if (auto remark = remarkOn(*condition, *column)) {
                checked_.notices.push_back(std::move(*remark));
            }
            if (!meant.empty()) {
                checked_.notices.push_back("of " + condition->field + ", " + meant +
                                           ", and only values are compared");
            }
        }
        then_(std::move(checked_));
    }

    [[nodiscard]] std::string meantBy(const KnownCondition& known) const {
        const auto words = words_.find(known.words_of);
        if (words == words_.end()) return {};
        return valuesMeant(*known.condition, words->second->choicesOf(known.column->name));
    }

    const Caller caller_;
    Instance& instance_;
    const QueryUse use_;
    CheckedFields checked_;
    const Then<CheckedFields> then_;
    std::vector<KnownCondition> conditions_;  // into use_ and checked_
    std::set<std::string> with_choices_;      // tables whose words are not read yet
    std::map<std::string, VocabularyPointer> words_;
};

}  // namespace

void checkQuery(Instance& instance, const Caller& caller, QueryUse use, Then<CheckedFields> then) {
    FieldUse fields = fieldsOf(use);
    checkFields(instance,
                caller,
                std::move(fields),
                [=, &instance, use = std::move(use), then = std::move(then)](
                    Outcome<CheckedFields> checked) {
                    if (!checked) return then(std::move(checked));
                    std::make_shared<ConditionsCheck>(
                        instance, caller, use, std::move(checked).value(), then)
                        ->start();
                });
}

}  // namespace toolhost::servicenow
