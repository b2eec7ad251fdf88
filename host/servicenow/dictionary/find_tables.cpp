#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "servicenow/operations.hpp"
#include "servicenow/query/encoded_query.hpp"
#include "servicenow/request_reader.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::int64_t kTablesMax = 1'000;

Json tablesOf(const Json& rows) {
    Json tables = Json::array();
    for (const Json& row : rows) {
        tables.push_back({{"name", textOf(row, "name")},
                          {"label", textOf(row, "label")},
                          {"extends", textOf(row, "super_class.name")}});
    }
    return tables;
}

Outcome<Answer> answerOf(const Outcome<ApiReply>& reply) {
    if (!reply) return reply.problem();
    const auto& [rows, total, transaction] = reply.value();
    if (!rows.is_array()) {
        return Problem{.message = "find tables: ServiceNow's result is no list",
                       .transaction_id = transaction};
    }
    const auto returned = static_cast<std::int64_t>(rows.size());
    return Answer({{"tables", tablesOf(rows)},
                   {"returned", returned},
                   {"total", total ? Json(*total) : Json()},
                   {"has_more", total && *total > returned},
                   {"transaction_id", transaction}});
}

}  // namespace

void findTables(Instance& instance, const Caller& caller, const Json& request, Then<Answer> then) {
    RequestReader reader(request);
    const std::string filter = reader.text("filter");
    const auto limit = reader.number("limit", {.least = 1, .most = kTablesMax, .otherwise = 100});
    if (filter.find('^') != std::string::npos) reader.refuse("'filter' cannot hold '^'");
    const std::string like =
        filter.empty() ? "nameISNOTEMPTY" : "nameLIKE" + filter + "^ORlabelLIKE" + filter;
    const auto query = EncodedQuery::parse(like + "^ORDERBYname");
    if (!query) reader.refuse(query.error().what);
    if (const auto problem = reader.problem()) return then(*problem);
    ApiRequest search =
        rawRows("sys_db_object", query.value().text(), "name,label,super_class.name");
    search.parameters.emplace_back("sysparm_limit", std::to_string(limit));
    instance.ask(
        caller, std::move(search), [then = std::move(then)](const Outcome<ApiReply>& reply) {
            then(answerOf(reply));
        });
}

}  // namespace toolhost::servicenow
