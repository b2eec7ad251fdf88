#include "plain_evaluator.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"

#include "plain_dates.hpp"

namespace toolhost::servicenow {
namespace {

bool contains(const std::string& text, const std::string& part) {
    return base::toLower(text).find(base::toLower(part)) != std::string::npos;
}

bool starts(const std::string& text, const std::string& part) {
    return base::toLower(text).rfind(base::toLower(part), 0) == 0;
}

bool ends(const std::string& text, const std::string& part) {
    return text.size() >= part.size() &&
           base::equalsIgnoringCase(text.substr(text.size() - part.size()), part);
}

const std::string& valueOf(const PlainRow& row, const std::string& field) {
    return row.at(field);
}

/// What compare() must say for the comparison to hold.
bool holds(std::string_view op, int order) {
    if (op == "=" || op == "SAMEAS" || op == "EE") return order == 0;
    if (op == "!=" || op == "NSAMEAS") return order != 0;
    if (op == "<" || op == "LT" || op == "LT_FIELD") return order < 0;
    if (op == "<=" || op == "LE" || op == "LT_OR_EQUALS_FIELD") return order <= 0;
    if (op == ">" || op == "GT" || op == "GT_FIELD") return order > 0;
    if (op == ">=" || op == "GE" || op == "GT_OR_EQUALS_FIELD") return order >= 0;
    throw std::logic_error("the plain evaluator does not know " + std::string(op));
}

bool fitsWording(std::string_view op, const std::string& value, const std::string& part) {
    if (op == "LIKE" || op == "*") return contains(value, part);
    if (op == "NOT LIKE" || op == "!*") return !contains(value, part);
    if (op == "STARTSWITH") return starts(value, part);
    if (op == "ENDSWITH" || op == "%") return ends(value, part);
    return holds(op, 1);
}

int signOf(long difference) {
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

/// Whether the moment is more than that far from the other, or at most, on the side named.
bool isDistant(const Condition& condition, const std::string& value, const std::string& other) {
    const auto& distance = std::get<FieldDistance>(condition.operand);
    const bool is_before = distance.side == "before";
    const long sign = is_before ? -1 : 1;
    const auto moment = momentOf(value);
    const auto edge = moved(momentOf(other), distance.unit, sign * distance.amount);
    const bool is_beyond = is_before ? moment < edge : moment > edge;
    if (condition.op->name == "MORETHAN") return is_beyond;
    return !is_beyond && (is_before ? moment <= momentOf(other) : moment >= momentOf(other));
}

}  // namespace

bool PlainEvaluator::matches(const EncodedQuery& query, const PlainRow& row) const {
    const auto& blocks = query.blocks();
    return blocks.empty() || std::any_of(blocks.begin(), blocks.end(), [&](const auto& block) {
               return matches(block, row);
           });
}

bool PlainEvaluator::matches(const TermBlock& block, const PlainRow& row) const {
    return std::all_of(block.begin(), block.end(), [&](const TermGroup& group) {
        return std::any_of(group.begin(), group.end(), [&](const Term& term) {
            if (const auto* list = std::get_if<RelatedList>(&term)) return matches(*list, row);
            return matches(std::get<Condition>(term), row);
        });
    });
}

bool PlainEvaluator::matches(const Condition& condition, const PlainRow& row) const {
    const auto op = condition.op->name;
    const std::string& value = valueOf(row, condition.field);
    if (op == "ANYTHING") return true;
    if (op == "ISEMPTY" || op == "EMPTYSTRING") return value.empty();
    if (op == "ISNOTEMPTY") return !value.empty();
    if (!otherFieldOf(condition.operand).empty()) return comparesWithField(condition, row);
    if (value.empty())  // nothing compares with nothing, but for a truth that is not there
        return (op == "!=" && world_.kinds.at(condition.field) == 'b') ||
               (op == "=" && textOf(condition.operand).empty());
    if (condition.op->fit == Fit::Links) return leadsThere(condition, value);
    const bool is_date = condition.op->fit == Fit::Dates && condition.op->form != OperandForm::Span;
    return is_date ? fitsDate(condition, value) : comparesWell(condition, value);
}

bool PlainEvaluator::matches(const RelatedList& list, const PlainRow& row) const {
    const auto& rows = world_.related.at(list.table);
    const auto count = std::count_if(rows.begin(), rows.end(), [&](const PlainRow& related) {
        return valueOf(related, list.field) == valueOf(row, "sys_id") &&
               std::all_of(list.conditions.begin(), list.conditions.end(), [&](const auto& group) {
                   return std::any_of(group.begin(), group.end(), [&](const auto& condition) {
                       return matches(condition, related);
                   });
               });
    });
    return holds(list.comparison, signOf(count - list.count));
}

bool PlainEvaluator::comparesWithField(const Condition& condition, const PlainRow& row) const {
    const auto op = condition.op->name;
    const std::string& left = valueOf(row, condition.field);
    const std::string& right = valueOf(row, std::string(otherFieldOf(condition.operand)));
    if (op == "SAMEAS" || op == "NSAMEAS") return holds(op, left == right ? 0 : 1);
    if (left.empty() || right.empty()) return false;
    if (condition.op->form == OperandForm::Distance) return isDistant(condition, left, right);
    return holds(op, compare(condition.field, left, right));
}

bool PlainEvaluator::fitsDate(const Condition& condition, const std::string& value) const {
    const auto moment = momentOf(value);
    if (const auto* part = std::get_if<CalendarPart>(&condition.operand)) {
        return holds(part->comparison,
                     signOf(partOf(moment, part->part) - partNamed(part->part, part->value)));
    }
    const auto& relative = std::get<RelativeTime>(condition.operand);
    const long sign = relative.side == "ago" ? -1 : 1;
    const auto edge = moved(world_.now, relative.unit, sign * relative.amount);
    const auto comparison = condition.op->name.substr(std::string_view("RELATIVE").size());
    if (comparison == "EE") return periodOf(moment, relative.unit) == periodOf(edge, relative.unit);
    return holds(comparison, signOf(moment - edge));
}

bool PlainEvaluator::leadsThere(const Condition& condition, const std::string& value) const {
    const auto op = condition.op->name;
    const std::string& text = std::get<OneValue>(condition.operand).text;
    if (op == "DYNAMIC") return world_.dynamic.at(text).contains(value);
    if (op == "IN_HIERARCHY_DYNAMIC") return isAtOrBelow(value, world_.dynamic.at(text));
    std::set<std::string> roots;
    constexpr std::size_t kIdLength = 32;
    for (std::size_t at = 0; at < text.size(); at += kIdLength + std::string_view("%40").size()) {
        roots.insert(text.substr(at, kIdLength));
    }
    return isAtOrBelow(value, roots);
}

bool PlainEvaluator::isAtOrBelow(std::string id, const std::set<std::string>& roots) const {
    for (std::set<std::string> seen; !id.empty() && seen.insert(id).second;) {
        if (roots.contains(id)) return true;
        const auto above = world_.parents.find(id);
        id = above == world_.parents.end() ? "" : above->second;
    }
    return false;
}

bool PlainEvaluator::comparesWell(const Condition& condition, const std::string& value) const {
    const auto op = condition.op->name;
    const auto isBetween = [&](const std::string& low, const std::string& high) {
        return compare(condition.field, value, low) >= 0 &&
               compare(condition.field, value, high) <= 0;
    };
    if (const auto* range = std::get_if<ValueRange>(&condition.operand))
        return isBetween(range->low, range->high);
    if (const auto* span = std::get_if<TimeSpan>(&condition.operand))
        return isBetween(span->from, span->to) == (op == "ON");
    if (const auto* list = std::get_if<ValueList>(&condition.operand)) {
        const bool is_among =
            std::any_of(list->items.begin(), list->items.end(), [&](const std::string& item) {
                return compare(condition.field, value, item) == 0;
            });
        return is_among == (op == "IN");
    }
    const std::string& right = std::get<OneValue>(condition.operand).text;
    if (condition.op->fit == Fit::Wording) return fitsWording(op, value, right);
    if (right.empty()) return op == "!=";
    return holds(op, compare(condition.field, value, right));
}

int PlainEvaluator::compare(const std::string& field,
                            const std::string& one,
                            const std::string& other) const {
    if (world_.kinds.at(field) == 'n') {
        const double left = std::stod(one);
        const double right = std::stod(other);
        return left < right ? -1 : left > right ? 1 : 0;
    }
    return base::toLower(one).compare(base::toLower(other));
}

}  // namespace toolhost::servicenow
