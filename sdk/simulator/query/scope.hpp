#pragma once

#include "simulator/auth/access.hpp"
#include "simulator/auth/caller.hpp"
#include "simulator/properties.hpp"
#include "simulator/records.hpp"
#include "simulator/script/script.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// By whom and when a query is asked, and what of. Everything outlives it.
struct QueryScope {
    Records& records;
    const Caller& caller;
    const Access& access;
    const Properties& properties;
    Seconds now;

    [[nodiscard]] const Schema& schema() const { return records.schema(); }
    /// The same for a script within the query.
    [[nodiscard]] ScriptScope script() const;
};

}  // namespace toolhost::sim
