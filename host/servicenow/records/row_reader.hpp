#pragma once

#include "servicenow/exchange/exchange.hpp"

namespace toolhost::servicenow {

/// All rows a metadata query matches.
struct Rows {
    nlohmann::json rows;  ///< an array
    /// More rows match than the user was shown.
    bool some_hidden = false;
};

/// Reads every row of the request's query, page after page. [any thread]
void readRows(Endpoint& endpoint, const Caller& caller, ApiRequest request, Then<Rows> then);

/// Whether the instance answered and merely will not show the rows to this user.
bool isWithheld(const Problem& problem);

}  // namespace toolhost::servicenow
