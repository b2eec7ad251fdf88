#include "servicenow/paging/keyset.hpp"

#include <algorithm>
#include <charconv>
#include <compare>

#include "base/text.hpp"
#include "servicenow/query/script_policy.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kKeysMax = 3;
constexpr const char* kTieBreaker = "sys_id";

Term condition(const std::string& field, const char* op, const std::string& value) {
    return Condition{field, findOperator(op), Operand(OneValue{value})};
}

Term emptiness(const std::string& field, const char* op) {
    return Condition{field, findOperator(op), Operand(NoOperand{})};
}

/// Why rows ordered by the column cannot be told apart by conditions on it; empty when they can.
std::string objectionTo(const QueryOrder& order, const Column* column) {
    if (order.kind == QueryOrder::Kind::Group) return "groups come in an order of their own";
    if (column == nullptr) return "its type is not known";
    if (column->is_choice && kindOf(*column) == FieldKind::Text) {
        return "choices are ordered by their sequence, not by their values";
    }
    switch (kindOf(*column)) {
        case FieldKind::Text:
        case FieldKind::Number:
        case FieldKind::Date:
            return {};
        case FieldKind::Reference:
            return "references are ordered by what they show, not by what they hold";
        default:
            return "its type has no order that conditions can express";
    }
}

/// Whether the condition is read as it is meant, and as nothing but a comparison.
bool canBeSent(const Term& term) {
    const auto* asked = std::get_if<Condition>(&term);
    for (const auto value : valuesOf(asked->operand)) {
        if (value.find('^') != std::string_view::npos || runsAScript(value)) return false;
    }
    const auto again = parseCondition(textOf(*asked));
    return again.ok() && again.value() == *asked;
}

bool isPlainAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

std::partial_ordering compareNumbers(const std::string& one, const std::string& other) {
    const auto valueOf = [](const std::string& text) {
        double value = 0;
        const auto* const end = text.data() + text.size();
        const auto [read, error] = std::from_chars(text.data(), end, value);
        return error == std::errc() && read == end ? std::optional(value) : std::nullopt;
    };
    const auto left = valueOf(one);
    const auto right = valueOf(other);
    return left && right ? *left <=> *right : std::partial_ordering::unordered;
}

/// No value comes before every value.
std::partial_ordering compare(FieldKind kind, const std::string& one, const std::string& other) {
    if (one.empty() || other.empty()) return !one.empty() <=> !other.empty();
    if (kind == FieldKind::Number) return compareNumbers(one, other);
    if (kind == FieldKind::Date) return one.compare(other) <=> 0;
    if (isPlainAscii(one) && isPlainAscii(other)) {
        return base::toLower(one).compare(base::toLower(other)) <=> 0;
    }
    return std::partial_ordering::unordered;
}

}  // namespace

base::Result<Keyset> Keyset::of(const std::string& table,
                                const std::vector<QueryOrder>& orders,
                                const CheckedFields& known) {
    Keyset keyset;
    for (const auto& order : orders) {
        if (order.field == kTieBreaker && order.kind == QueryOrder::Kind::Ascending) break;
        const Column* column = known.find({table, order.field});
        if (const auto objection = objectionTo(order, column); !objection.empty()) {
            return base::Error{"ordered by " + order.field + ": " + objection};
        }
        keyset.keys_.push_back({order.field,
                                kindOf(*column),
                                order.kind == QueryOrder::Kind::Descending ? Direction::Descending
                                                                           : Direction::Ascending});
    }
    if (keyset.keys_.size() > kKeysMax) {
        return base::Error{"ordered by more than " + std::to_string(kKeysMax) + " fields"};
    }
    return keyset;
}

std::vector<std::string> Keyset::fields() const {
    std::vector<std::string> names;
    for (const auto& key : keys_) {
        names.push_back(key.field);
    }
    return names;
}

TermGroup Keyset::strictlyAfter(const Key& key, const std::string& value) {
    const bool is_ascending = key.direction == Direction::Ascending;
    if (value.empty()) {
        return is_ascending ? TermGroup{emptiness(key.field, "ISNOTEMPTY")} : TermGroup{};
    }
    if (is_ascending) return {condition(key.field, ">", value)};
    return {condition(key.field, "<", value), emptiness(key.field, "ISEMPTY")};
}

/// Absent when everything is.
std::optional<TermGroup> Keyset::atOrAfter(const Key& key, const std::string& value) {
    const bool is_ascending = key.direction == Direction::Ascending;
    if (value.empty() && is_ascending) return std::nullopt;
    if (value.empty()) return TermGroup{emptiness(key.field, "ISEMPTY")};
    if (is_ascending) return TermGroup{condition(key.field, ">=", value)};
    return TermGroup{condition(key.field, "<=", value), emptiness(key.field, "ISEMPTY")};
}

/// After (a, b, id) is: a at or after A; a after A or b at or after B; a after A or b after B or id
/// beyond ID. Each is one group of conditions joined by OR, which all blocks of a query can take.
std::optional<EncodedQuery> Keyset::after(const KeyPosition& position) const {
    if (position.values.size() != keys_.size()) return std::nullopt;
    TermBlock block;
    TermGroup beyond;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        if (auto from_here = atOrAfter(keys_[i], position.values[i])) {
            from_here->insert(from_here->begin(), beyond.begin(), beyond.end());
            block.push_back(std::move(*from_here));
        }
        const auto strictly = strictlyAfter(keys_[i], position.values[i]);
        beyond.insert(beyond.end(), strictly.begin(), strictly.end());
    }
    beyond.push_back(condition(kTieBreaker, ">", position.sys_id));
    block.push_back(std::move(beyond));
    for (const auto& group : block) {
        if (!std::all_of(group.begin(), group.end(), canBeSent)) return std::nullopt;
    }
    return EncodedQuery({std::move(block)});
}

bool Keyset::mayPrecede(const KeyPosition& one, const KeyPosition& other) const {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        const auto order = compare(keys_[i].kind, one.values[i], other.values[i]);
        if (order == std::partial_ordering::unordered) return true;
        if (order == std::partial_ordering::equivalent) continue;
        return (order == std::partial_ordering::less) ==
               (keys_[i].direction == Direction::Ascending);
    }
    return one.sys_id < other.sys_id;
}

}  // namespace toolhost::servicenow
