#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/query/encoded_query.hpp"
#include "simulator/query/joins.hpp"
#include "simulator/query/scope.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// A query as SQL over one table, whose rows go by the alias of the Joins; values are bound, never
/// spliced.
struct Selection {
    std::string where;  ///< a condition, never empty
    std::vector<std::string> bindings;
    /// What the condition reads, besides the class; absent when that is more than the row's
    /// columns.
    std::optional<std::vector<std::string>> columns;
    std::string order;  ///< an ORDER BY list that ends in sys_id, so that pages do not overlap
};

/// Compiles a query. `joins` gathers the joins it needs and outlives the use of the Selection.
/// Refuses a query by columns that the caller may not read (the platform's query rules).
Result<Selection> compile(const QueryScope& scope,
                          const Table& table,
                          const EncodedQuery& query,
                          Joins& joins);

}  // namespace toolhost::sim
