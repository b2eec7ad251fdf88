#include "simulator/api/table_list.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "simulator/api/page.hpp"
#include "simulator/query/selection.hpp"
#include "simulator/refusals.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

/// The FROM and WHERE of a list.
struct Rows {
    std::string from_where;
    std::string order;
    std::vector<std::string> bindings;
};

Result<Rows> selectRows(const Call& call, const Table& table) {
    const auto query = readQuery(call);
    if (!query) return query.refusal();
    const auto& schema = call.records.schema();
    Joins joins(schema, table);
    auto selection = compile(call.scope(), table, query.value(), joins);
    if (!selection) return selection.refusal();
    auto& selected = selection.value();
    return Rows{
        " FROM " + identifier(table.root()) + " AS t" + joins.sql() + " WHERE " + selected.where,
        std::move(selected.order),
        std::move(selected.bindings)};
}

long long countRows(Records& records, const Rows& rows) {
    auto statement = records.session().prepare("SELECT count(*)" + rows.from_where);
    statement.bindAll(rows.bindings).step();
    return statement.integer(0);
}

std::vector<Record> readPage(Records& records,
                             const Table& table,
                             const Rows& rows,
                             const Page& page) {
    auto statement = records.session().prepare(
        "SELECT " + records.selectList(table, "t") + rows.from_where + " ORDER BY " + rows.order +
        " LIMIT " + std::to_string(page.limit) + " OFFSET " + std::to_string(page.offset));
    statement.bindAll(rows.bindings);
    std::vector<Record> found;
    while (statement.step())
        found.push_back(records.readRow(statement, table));
    return found;
}

json renderVisible(const Call& call, const std::vector<Record>& found) {
    auto renderer = call.renderer();
    json shown = json::array();
    for (const auto& record : found) {
        if (call.access.maySee(call.caller, record)) shown.push_back(renderer.render(record));
    }
    return shown;
}

void addPageHeaders(Reply& reply, const Call& call, const Rows& rows, const Page& page) {
    const auto& query = call.request.query;
    if (query.isTrue("sysparm_no_count")) return;
    const auto total = countRows(call.records, rows);
    reply.headers.emplace_back("X-Total-Count", std::to_string(total));
    if (query.isTrue("sysparm_suppress_pagination_header")) return;
    reply.headers.emplace_back("Link", linkHeader(call.request, page, total));
}

}  // namespace

Result<Reply> listRecords(const Call& call, const Table& table) {
    const auto page = Page::of(call.request.query);
    if (!page) return page.refusal();
    const auto rows = selectRows(call, table);
    if (!rows) return rows.refusal();
    const auto found = readPage(call.records, table, rows.value(), page.value());
    if (found.empty() && call.version == ApiVersion::V1) return refusals::noRecord();
    auto reply = jsonReply(200, {{"result", renderVisible(call, found)}});
    addPageHeaders(reply, call, rows.value(), page.value());
    return reply;
}

}  // namespace toolhost::sim
