#include "plain_evaluator.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"

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
    if (op == "=" || op == "SAMEAS") return order == 0;
    if (op == "!=" || op == "NSAMEAS") return order != 0;
    if (op == "<" || op == "LT_FIELD") return order < 0;
    if (op == "<=" || op == "LT_OR_EQUALS_FIELD") return order <= 0;
    if (op == ">" || op == "GT_FIELD") return order > 0;
    if (op == ">=" || op == "GT_OR_EQUALS_FIELD") return order >= 0;
    throw std::logic_error("the plain evaluator does not know " + std::string(op));
}

bool fitsWording(std::string_view op, const std::string& value, const std::string& part) {
    if (op == "LIKE" || op == "*") return contains(value, part);
    if (op == "NOT LIKE" || op == "!*") return !contains(value, part);
    if (op == "STARTSWITH") return starts(value, part);
    if (op == "ENDSWITH" || op == "%") return ends(value, part);
    return holds(op, 1);
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
    if (const auto* other = std::get_if<OtherField>(&condition.operand)) {
        const std::string& right = valueOf(row, other->path);
        if (op == "SAMEAS" || op == "NSAMEAS") return holds(op, value == right ? 0 : 1);
        return !value.empty() && !right.empty() &&
               holds(op, compare(condition.field, value, right));
    }
    if (value.empty())  // nothing compares with nothing, but for a truth that is not there
        return (op == "!=" && kinds_.at(condition.field) == 'b') ||
               (op == "=" && textOf(condition.operand).empty());
    return comparesWell(condition, value);
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
    if (kinds_.at(field) == 'n') {
        const double left = std::stod(one);
        const double right = std::stod(other);
        return left < right ? -1 : left > right ? 1 : 0;
    }
    return base::toLower(one).compare(base::toLower(other));
}

}  // namespace toolhost::servicenow
