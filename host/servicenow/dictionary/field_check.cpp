#include "servicenow/dictionary/field_check.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include "base/text.hpp"
#include "servicenow/dictionary/field_suggestion.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

/// Columns of no dictionary: catalog variables and tags are reached by sys_id.
bool isOutsideTheDictionary(std::string_view path) {
    for (const std::string_view prefix : {"variables.", "sys_tags."}) {
        if (path.substr(0, prefix.size()) == prefix && isSysId(path.substr(prefix.size()))) {
            return true;
        }
    }
    return false;
}

/// Follows every path from table to table; all paths through a table wait for its schema together.
class FieldCheck : public std::enable_shared_from_this<FieldCheck> {
public:
    FieldCheck(Instance& instance, Caller caller, FieldUse use, Then<CheckedFields> then)
        : caller_(std::move(caller)),
          instance_(instance),
          use_(std::move(use)),
          then_(std::move(then)) {
        for (const auto& field : use_.fields) {
            legs_.push_back({use_.table, field, {use_.table, field}});
        }
        for (const auto& field : use_.elsewhere) {
            legs_.push_back({field.table, field.path, field});
        }
    }

    void start() { readTable(use_.table); }

private:
    /// The part of a path that starts at a table.
    struct Leg {
        std::string table;
        std::string rest;
        FieldPath whole;

        [[nodiscard]] std::string first() const { return rest.substr(0, rest.find('.')); }
    };

    void readTable(const std::string& table) {
        instance_.dictionary().findSchema(
            caller_, table, [self = shared_from_this()](Outcome<SchemaPointer> schema) {
                self->take(std::move(schema));
            });
    }

    void take(Outcome<SchemaPointer> found) {
        if (!found) return then_(found.problem());
        const SchemaPointer schema = std::move(found).value();
        if (checked_.schema && schema->is_absent) return then_(noTable(*schema));
        if (!checked_.schema) checked_.schema = schema;
        for (const auto& notice : schema->notices) {
            addNotice(notice);
        }
        for (const Leg& leg : takeLegsFrom(schema->name)) {
            const Verdict verdict = check(*schema, leg);
            if (verdict == Verdict::LeadsNowhere) return then_(noReference(*schema, leg));
            if (verdict == Verdict::Unknown) return refuse(schema, leg);
        }
        if (legs_.empty()) return then_(std::move(checked_));
        const std::string next = legs_.front().table;
        readTable(next);
    }

    [[nodiscard]] static Problem noTable(const TableSchema& schema) {
        return invalidRequest("the query names the table " + base::quoted(schema.name) +
                                  ", which the instance does not show this user",
                              "the tables operation finds tables by a part of their name or label");
    }

    void addNotice(const std::string& notice) {
        auto& notices = checked_.notices;
        if (std::find(notices.begin(), notices.end(), notice) == notices.end()) {
            notices.push_back(notice);
        }
    }

    [[nodiscard]] std::vector<Leg> takeLegsFrom(const std::string& table) {
        const auto ours = std::stable_partition(
            legs_.begin(), legs_.end(), [&](const Leg& leg) { return leg.table != table; });
        std::vector<Leg> taken(ours, legs_.end());
        legs_.erase(ours, legs_.end());
        return taken;
    }

    enum class Verdict { Good, Unknown, LeadsNowhere };

    /// Queues what is left of the path when its first field is a reference.
    [[nodiscard]] Verdict check(const TableSchema& schema, const Leg& leg) {
        if (isOutsideTheDictionary(leg.rest)) {
            addNotice("the field " + leg.whole.path + " could not be checked");
            return Verdict::Good;
        }
        const std::string name = leg.first();
        const Column* column = schema.findColumn(name);
        if (column == nullptr) column = systemColumn(name);
        if (column == nullptr) return schema.is_complete ? Verdict::Unknown : Verdict::Good;
        if (name == leg.rest) {
            checked_.columns.emplace(leg.whole, *column);
            checked_.tables.emplace(leg.whole, schema.name);
            return Verdict::Good;
        }
        if (!isTableName(column->reference)) return Verdict::LeadsNowhere;
        legs_.push_back({column->reference, leg.rest.substr(name.size() + 1), leg.whole});
        return Verdict::Good;
    }

    /// Refuses the field, with what may have been meant by it.
    void refuse(const SchemaPointer& schema, const Leg& leg) {
        instance_.dictionary().findVocabulary(
            caller_,
            schema->name,
            [self = shared_from_this(), schema, leg](const Outcome<VocabularyPointer>& words) {
                const Vocabulary* known = words ? words.value().get() : nullptr;
                self->then_(self->unknown(*schema, leg, known));
            });
    }

    [[nodiscard]] Problem unknown(const TableSchema& schema,
                                  const Leg& leg,
                                  const Vocabulary* words) const {
        const std::string name = leg.first();
        std::string message = "table " + base::quoted(schema.name) + " has no field " +
                              base::quoted(name) + suggestColumn(schema, words, name);
        if (leg.whole.path != name) message += ", in " + base::quoted(leg.whole.path);
        return {.kind = Problem::Kind::UnknownField,
                .message = std::move(message),
                .hint = use_.otherwise};
    }

    [[nodiscard]] Problem noReference(const TableSchema& schema, const Leg& leg) const {
        return {.kind = Problem::Kind::UnknownField,
                .message = base::quoted(leg.whole.path) +
                           " leads nowhere: " + base::quoted(leg.first()) + " of table " +
                           base::quoted(schema.name) + " is no reference",
                .hint = use_.otherwise};
    }

    const Caller caller_;
    Instance& instance_;
    const FieldUse use_;
    const Then<CheckedFields> then_;
    std::deque<Leg> legs_;
    CheckedFields checked_;
};

}  // namespace

const Column* CheckedFields::find(const FieldPath& path) const {
    const auto found = columns.find(path);
    return found == columns.end() ? nullptr : &found->second;
}

const std::string& CheckedFields::tableOf(const FieldPath& path) const {
    const auto found = tables.find(path);
    return found == tables.end() ? path.table : found->second;
}

void checkFields(Instance& instance, const Caller& caller, FieldUse use, Then<CheckedFields> then) {
    std::make_shared<FieldCheck>(instance, caller, std::move(use), std::move(then))->start();
}

}  // namespace toolhost::servicenow
