#include "simulator/api/table_list.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "simulator/api/page.hpp"
#include "simulator/query/selection.hpp"
#include "simulator/refusals.hpp"
#include "simulator/tallies.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

/// The SQL of a list.
struct Rows {
    std::string from_where;
    std::string count;  ///< gives how many they are
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
    const auto from_where =
        " FROM " + identifier(table.root()) + " AS t" + joins.sql() + " WHERE " + selected.where;
    const auto tallied = selected.columns
                             ? countOfTally(schema, table, *selected.columns, selected.where)
                             : std::nullopt;
    return Rows{from_where,
                tallied.value_or("SELECT count(*)" + from_where),
                std::move(selected.order),
                std::move(selected.bindings)};
}

/// First which rows, which an index often tells, then what stands in them: so rows that are only
/// ordered or passed over are never read whole.
std::vector<Record> readPage(Records& records,
                             const Table& table,
                             const Rows& rows,
                             const Page& page) {
    auto statement = records.session().prepare("SELECT t.rowid" + rows.from_where + " ORDER BY " +
                                               rows.order + " LIMIT ? OFFSET ?");
    statement.bindAll(rows.bindings)
        .bind(std::to_string(page.limit))
        .bind(std::to_string(page.offset));
    return records.numbered(table, statement);
}

json renderVisible(const Call& call, const std::vector<Record>& found) {
    auto renderer = call.renderer();
    json shown = json::array();
    for (const auto& record : found) {
        if (call.access.maySee(call.caller, record)) shown.push_back(renderer.render(record));
    }
    return shown;
}

using Headers = std::vector<std::pair<std::string, std::string>>;

Headers pageHeaders(const Call& call, const Rows& rows, const Page& page) {
    const auto& query = call.request.query;
    if (query.isTrue("sysparm_no_count")) return {};
    const auto total = call.records.session().count(rows.count, rows.bindings);
    Headers headers{{"X-Total-Count", std::to_string(total)}};
    if (query.isTrue("sysparm_suppress_pagination_header")) return headers;
    // Where a tiny URL stands for what no URL can hold, no link can lead to it.
    const auto link_bytes = 4 * call.properties.number(properties::kUrlBytesMax);
    auto link = linkHeader(call.request, page, total);
    if (static_cast<long long>(link.size()) <= link_bytes) {
        headers.emplace_back("Link", std::move(link));
    }
    return headers;
}

}  // namespace

Result<Listing> listRows(const Call& call, const Table& table, long long limit) {
    const auto page = Page::of(call.request.query, limit);
    if (!page) return page.refusal();
    const auto rows = selectRows(call, table);
    if (!rows) return rows.refusal();
    return Listing{readPage(call.records, table, rows.value(), page.value()),
                   pageHeaders(call, rows.value(), page.value())};
}

Result<Reply> listRecords(const Call& call, const Table& table) {
    constexpr long long kLimit = 10'000;
    const auto listing = listRows(call, table, kLimit);
    if (!listing) return listing.refusal();
    const auto& [found, headers] = listing.value();
    if (found.empty() && call.version == ApiVersion::V1) return refusals::noRecord();
    auto reply = jsonReply(200, {{"result", renderVisible(call, found)}});
    reply.headers = headers;
    return reply;
}

}  // namespace toolhost::sim
