#include "simulator/api/stats_api.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "simulator/api/aggregates.hpp"
#include "simulator/display.hpp"
#include "simulator/query/selection.hpp"
#include "simulator/refusals.hpp"
#include "simulator/render.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

std::string groupList(const Summary& summary) {
    std::string sql;
    for (const auto& grouping : summary.groupings) {
        sql += (sql.empty() ? "" : ", ") + grouping.operand.sql;
    }
    return sql;
}

std::string summarySql(const Summary& summary,
                       const Selection& selection,
                       const Table& table,
                       const Joins& joins) {
    const auto groups = groupList(summary);
    std::string columns = groups;
    for (const auto& aggregate : summary.aggregates) {
        columns += (columns.empty() ? "" : ", ") + aggregate.sql;
    }
    if (columns.empty()) columns = "1";
    std::string sql = "SELECT " + columns + " FROM " + identifier(table.root()) + " AS t" +
                      joins.sql() + " WHERE " + selection.where;
    if (!groups.empty()) sql += " GROUP BY " + groups;
    if (!summary.having.empty()) sql += " HAVING " + summary.having;
    if (!summary.order.empty() || !groups.empty()) {
        sql += " ORDER BY " + (summary.order.empty() ? groups : summary.order);
    }
    return sql;
}

/// Averages have up to four decimals and no trailing zeros.
std::string averageText(std::string_view text) {
    if (text.empty()) return {};
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.4f", std::stod(std::string(text)));
    std::string out = buffer;
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
    return out;
}

json statsOf(const Statement& row, const Summary& summary) {
    json stats = json::object();
    auto column = static_cast<int>(summary.groupings.size());
    for (const auto& aggregate : summary.aggregates) {
        const auto text = row.text(column++);
        if (aggregate.field.empty()) {
            stats[aggregate.name] = text;
        } else {
            stats[aggregate.name][aggregate.field] =
                aggregate.name == "avg" ? averageText(text) : std::string(text);
        }
    }
    return stats;
}

/// The grouped value as users see it: through a record that holds nothing else.
std::string shownValue(const Grouping& grouping, std::string_view value, Display& display) {
    Record holder{grouping.operand.table, {}};
    holder.set(grouping.operand.column->element, value);
    return display.of(holder, *grouping.operand.column);
}

json groupField(const Grouping& grouping,
                std::string_view value,
                DisplayValue shown,
                Display& display) {
    json field{{"field", grouping.field}, {"value", value}};
    if (shown == DisplayValue::True) field["value"] = shownValue(grouping, value, display);
    if (shown == DisplayValue::All) field["display_value"] = shownValue(grouping, value, display);
    return field;
}

json groupFields(const Statement& row,
                 const Summary& summary,
                 DisplayValue shown,
                 Display& display) {
    json fields = json::array();
    int column = 0;
    for (const auto& grouping : summary.groupings) {
        fields.push_back(groupField(grouping, row.text(column++), shown, display));
    }
    return fields;
}

json readResult(const Call& call, Statement& rows, const Summary& summary) {
    if (summary.groupings.empty()) {
        const bool some = rows.step();
        return {{"stats", some ? statsOf(rows, summary) : json::object()}};
    }
    const auto shown = View::of(call.request.query, call.api_url).display;
    Display display(call.records);
    json groups = json::array();
    while (rows.step()) {
        groups.push_back({{"stats", statsOf(rows, summary)},
                          {"groupby_fields", groupFields(rows, summary, shown, display)}});
    }
    return groups;
}

}  // namespace

Result<Reply> answerStats(const Call& call, std::string_view name) {
    const auto readable = readableTable(call, name);
    if (!readable) return readable.refusal();
    if (call.request.method != "GET") return refusals::methodNotSupported();
    const auto& table = *readable.value();
    const auto query = readQuery(call);
    if (!query) return query.refusal();
    Joins joins(call.records.schema(), table);
    const auto selection = compile(call.scope(), table, query.value(), joins);
    if (!selection) return selection.refusal();
    const auto summary = readSummary(call.request.query, query.value().group_by, joins);
    if (!summary) return summary.refusal();
    auto rows = call.records.session().prepare(
        summarySql(summary.value(), selection.value(), table, joins));
    rows.bindAll(selection.value().bindings).bindAll(summary.value().having_bindings);
    return jsonReply(200, {{"result", readResult(call, rows, summary.value())}});
}

}  // namespace toolhost::sim
