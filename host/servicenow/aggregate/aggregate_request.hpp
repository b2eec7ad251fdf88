#pragma once

#include <string>
#include <vector>

#include "servicenow/exchange/api_request.hpp"
#include "servicenow/query/encoded_query.hpp"
#include "servicenow/query/script_policy.hpp"
#include "servicenow/request_reader.hpp"

namespace toolhost::servicenow {

/// What to compute over the records of a table.
struct AggregateRequest {
    std::string table;
    EncodedQuery conditions;
    bool count = true;
    std::vector<std::string> avg;
    std::vector<std::string> sum;
    std::vector<std::string> min;
    std::vector<std::string> max;
    std::vector<std::string> group_by;
    std::string having;
    std::string order_by;
    Display display = Display::Labels;

    /// Every field it names beside those of its conditions.
    [[nodiscard]] std::vector<std::string> fields() const;
    [[nodiscard]] ApiRequest apiRequest() const;
};

/// Reads and checks the request's members. `having` is "aggregate^field^operator^number", several
/// joined by commas; `order_by` names fields, each with "AVG^" or the like before and "^DESC"
/// behind, joined by commas.
Outcome<AggregateRequest> readAggregateRequest(const Json& request, const ScriptPolicy& scripts);

}  // namespace toolhost::servicenow
