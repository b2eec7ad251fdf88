#pragma once

#include <optional>

#include "simulator/auth/caller.hpp"
#include "simulator/records.hpp"
#include "simulator/result.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

enum class Write { Insert, Update };

/// One insert or update on its way to the database.
struct Change {
    Write write;
    const Record& before;  ///< what is stored; for an insert the defaults of its class
    Record after;          ///< what will be stored; rules change it
    Values journals;       ///< journal entries written along, by element
    const Caller& caller;
    Seconds now;
    Records& records;

    /// Whether the value differs from what it was, or would be by default.
    [[nodiscard]] bool changes(std::string_view element) const;
};

/// Runs the instance's business rules and data policies over the change.
/// The refusal, if one aborts it.
std::optional<Refusal> applyRules(const Schema& schema, Change& change);

}  // namespace toolhost::sim
