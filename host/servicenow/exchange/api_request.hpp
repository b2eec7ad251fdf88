#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace toolhost::servicenow {

/// One request to an instance's REST API.
struct ApiRequest {
    /// What is attempted, for messages: "read records of 'incident'".
    std::string attempted;
    std::string method = "GET";
    /// From the root: "/api/now/table/incident".
    std::string path;
    std::vector<std::pair<std::string, std::string>> parameters{};
    /// JSON text; empty for none.
    std::string body{};
};

/// What the API answered to a request that worked.
struct ApiReply {
    /// The answer's `result`; null when it has no body.
    nlohmann::json result;
    /// X-Total-Count: rows that match, some of which the user may not be allowed to see.
    std::optional<std::int64_t> total;
    std::string transaction_id;
};

}  // namespace toolhost::servicenow
