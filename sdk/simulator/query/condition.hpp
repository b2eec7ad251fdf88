#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/query/encoded_query.hpp"
#include "simulator/query/joins.hpp"
#include "simulator/result.hpp"
#include "simulator/schema.hpp"

namespace toolhost::sim {

/// One term as SQL, with its values in order.
struct Condition {
    std::string sql;
    std::vector<std::string> bindings;
};

/// Compiles one term. Nothing when it names no column of the table (the platform ignores it);
/// a refusal when the simulator cannot evaluate it.
Result<std::optional<Condition>> compileTerm(const Schema& schema,
                                             const Table& table,
                                             const Term& term,
                                             Joins& joins);

}  // namespace toolhost::sim
