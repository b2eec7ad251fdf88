#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/query/encoded_query.hpp"
#include "simulator/query/joins.hpp"
#include "simulator/result.hpp"
#include "simulator/url.hpp"

namespace toolhost::sim {

/// One figure of a group: count(*), or a function of a column.
struct Aggregate {
    std::string name;   ///< count, avg, min, max, sum
    std::string field;  ///< empty for count
    std::string sql;
};

/// A column to group by.
struct Grouping {
    std::string field;
    Operand operand;
};

/// What a request to the aggregate API asks for, in SQL.
struct Summary {
    std::vector<Aggregate> aggregates;
    std::vector<Grouping> groupings;
    std::string having;  ///< a condition, or empty
    std::vector<std::string> having_bindings;
    std::string order;  ///< an ORDER BY list, or empty
};

/// Reads the sysparm_* of the aggregate API. Fields that do not exist are dropped, as the platform
/// does; a malformed sysparm_having is refused. `group_by` are the query's own groupings.
Result<Summary> readSummary(const Parameters& parameters,
                            const std::vector<std::string>& group_by,
                            Joins& joins);

}  // namespace toolhost::sim
