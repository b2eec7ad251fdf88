#include "simulator/api/aggregates.hpp"

#include <array>
#include <optional>

#include "simulator/records.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

constexpr std::array<std::string_view, 4> kFunctions{"avg", "min", "max", "sum"};

std::optional<Operand> storedOperand(std::string_view field, Joins& joins) {
    auto operand = joins.resolve(field);
    if (!operand || !isStored(*operand->column)) return std::nullopt;
    return operand;
}

/// `function(field)` as SQL; nothing when there is no such function or field.
std::optional<std::string> aggregateSql(std::string_view function,
                                        std::string_view field,
                                        Joins& joins) {
    if (sameText(function, "count")) return "count(*)";
    const auto operand = storedOperand(field, joins);
    for (const auto& known : kFunctions) {
        if (sameText(function, known) && operand) {
            return std::string(known) + "(" + operand->sql + ")";
        }
    }
    return std::nullopt;
}

void readAggregates(const Parameters& parameters, Summary& summary, Joins& joins) {
    if (parameters.isTrue("sysparm_count")) summary.aggregates.push_back({"count", "", "count(*)"});
    for (const auto& function : kFunctions) {
        const auto fields = parameters.get("sysparm_" + std::string(function) + "_fields");
        for (const auto field : split(fields, ',')) {
            auto sql = aggregateSql(function, trim(field), joins);
            if (!sql) continue;
            summary.aggregates.push_back(
                {std::string(function), std::string(trim(field)), std::move(*sql)});
        }
    }
}

void addGrouping(std::string_view field, Summary& summary, Joins& joins) {
    if (auto operand = storedOperand(trim(field), joins)) {
        summary.groupings.push_back({std::string(trim(field)), std::move(*operand)});
    }
}

bool isComparison(std::string_view op) {
    constexpr std::array<std::string_view, 6> kComparisons{"=", "!=", "<", "<=", ">", ">="};
    for (const auto& known : kComparisons) {
        if (op == known) return true;
    }
    return false;
}

/// One `aggregate^field^operator^value`.
std::optional<Refusal> addHaving(std::string_view text, Summary& summary, Joins& joins) {
    const auto parts = split(text, '^');
    const auto sql = parts.size() == 4 ? aggregateSql(parts[0], parts[1], joins) : std::nullopt;
    if (!sql || !isComparison(parts[2])) {
        return Refusal{400,
                       "Invalid sysparm_having",
                       "'" + std::string(text) + "' is not aggregate^field^operator^value"};
    }
    if (!summary.having.empty()) summary.having += " AND ";
    summary.having += *sql + " " + std::string(parts[2]) + " CAST(? AS NUMERIC)";
    summary.having_bindings.emplace_back(parts[3]);
    return std::nullopt;
}

/// One `field`, `COUNT`, or `AVG^field`, each with an optional `^DESC`.
void addOrder(std::string_view text, Summary& summary, Joins& joins) {
    constexpr std::string_view kDescending = "^DESC";
    const bool descending = text.ends_with(kDescending);
    if (descending) text.remove_suffix(kDescending.size());
    const auto parts = split(text, '^');
    auto sql = aggregateSql(parts[0], parts.size() > 1 ? parts[1] : "", joins);
    if (!sql) {
        const auto operand = storedOperand(parts[0], joins);
        if (!operand) return;
        sql = operand->sql;
    }
    if (!summary.order.empty()) summary.order += ", ";
    summary.order += *sql + (descending ? " DESC" : "");
}

/// How many fields and conditions are named: a statement takes only so many.
std::size_t countPieces(const Parameters& parameters, std::size_t group_by) {
    auto pieces = group_by;
    for (const auto* name : {"sysparm_avg_fields",
                             "sysparm_min_fields",
                             "sysparm_max_fields",
                             "sysparm_sum_fields",
                             "sysparm_group_by",
                             "sysparm_having",
                             "sysparm_order_by"}) {
        pieces += split(parameters.get(name), ',').size();
    }
    return pieces;
}

}  // namespace

Result<Summary> readSummary(const Parameters& parameters,
                            const std::vector<std::string>& group_by,
                            Joins& joins) {
    if (countPieces(parameters, group_by.size()) > kPiecesMax) return tooManyPieces();
    Summary summary;
    readAggregates(parameters, summary, joins);
    for (const auto& field : group_by) {
        addGrouping(field, summary, joins);
    }
    for (const auto field : split(parameters.get("sysparm_group_by"), ',')) {
        addGrouping(field, summary, joins);
    }
    for (const auto text : split(parameters.get("sysparm_having"), ',')) {
        if (text.empty()) continue;
        if (auto refusal = addHaving(text, summary, joins)) return std::move(*refusal);
    }
    for (const auto text : split(parameters.get("sysparm_order_by"), ',')) {
        if (!text.empty()) addOrder(text, summary, joins);
    }
    if (joins.areTooMany()) return tooManyReferences();
    return summary;
}

}  // namespace toolhost::sim
