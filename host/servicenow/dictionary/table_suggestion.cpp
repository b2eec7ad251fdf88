#include "servicenow/dictionary/table_suggestion.hpp"

#include <utility>
#include <vector>

#include "base/text.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {

void suggestTable(Instance& instance,
                  const Caller& caller,
                  const std::string& table,
                  Problem problem,
                  std::function<void(Problem)> then) {
    if (!isTableName(table)) return then(std::move(problem));
    auto suggest = [table, problem = std::move(problem), then = std::move(then)](
                       const Outcome<std::vector<std::string>>& near) mutable {
        std::vector<std::string> names = near ? near.value() : std::vector<std::string>();
        std::erase(names, table);  // it is there, and yet not for this API
        problem.message += base::didYouMean(table, names);
        then(std::move(problem));
    };
    instance.dictionary().findNamesLike(caller, table, std::move(suggest));
}

}  // namespace toolhost::servicenow
