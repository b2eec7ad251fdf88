#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/query/encoded_query.hpp"
#include "simulator/query/joins.hpp"
#include "simulator/result.hpp"
#include "simulator/schema.hpp"

namespace toolhost::sim {

/// What happens to terms that name no column (glide.invalid_query.returns_no_rows).
enum class InvalidTerms { Ignored, MatchNothing };

/// A query as SQL over one table, whose rows are `t`; values are bound, never spliced.
struct Selection {
    std::string where;  ///< a condition, never empty
    std::vector<std::string> bindings;
    std::string order;  ///< an ORDER BY list that ends in sys_id, so that pages do not overlap
};

/// Compiles a query. `joins` gathers the joins it needs and outlives the use of the Selection.
Result<Selection> compile(const Schema& schema,
                          const Table& table,
                          const EncodedQuery& query,
                          InvalidTerms invalid_terms,
                          Joins& joins);

}  // namespace toolhost::sim
