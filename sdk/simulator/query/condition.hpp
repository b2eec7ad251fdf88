#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "simulator/query/encoded_query.hpp"
#include "simulator/query/joins.hpp"
#include "simulator/query/scope.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// One term as SQL, with its values in order.
struct Condition {
    std::string sql;
    std::vector<std::string> bindings;
};

/// Nothing when the term is not valid (the platform ignores it); a refusal when the simulator
/// cannot evaluate it.
using Compiled = Result<std::optional<Condition>>;

inline Compiled compiled(std::string sql, std::vector<std::string> bindings = {}) {
    return std::optional<Condition>(Condition{std::move(sql), std::move(bindings)});
}

inline Compiled ignored() {
    return std::optional<Condition>();
}

/// Compiles one term that is no related list.
Compiled compileTerm(const QueryScope& scope, const Table& table, const Term& term, Joins& joins);

}  // namespace toolhost::sim
