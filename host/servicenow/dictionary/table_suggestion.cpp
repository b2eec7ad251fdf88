#include "servicenow/dictionary/table_suggestion.hpp"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

/// A typing mistake rarely spoils both ends of a name.
constexpr std::size_t kKeptEnd = 3;

std::string likeEitherEnd(const std::string& table) {
    const std::size_t kept = std::min(kKeptEnd, table.size());
    return "nameSTARTSWITH" + table.substr(0, kept) + "^ORnameENDSWITH" +
           table.substr(table.size() - kept) + "^ORDERBYname";
}

}  // namespace

void suggestTable(Instance& instance,
                  const Caller& caller,
                  const std::string& table,
                  Problem problem,
                  std::function<void(Problem)> then) {
    if (!isTableName(table)) return then(std::move(problem));
    auto suggest = [table, problem = std::move(problem), then = std::move(then)](
                       const Outcome<Rows>& rows) mutable {
        std::vector<std::string> names;
        if (rows) {
            for (const auto& row : rows.value().rows) {
                names.push_back(textOf(row, "name"));
            }
        }
        std::erase(names, table);  // it is there, and yet not for this API
        problem.message += base::didYouMean(table, names);
        then(std::move(problem));
    };
    instance.readRows(
        caller, rawRows("sys_db_object", likeEitherEnd(table), "name"), std::move(suggest));
}

}  // namespace toolhost::servicenow
