#pragma once

#include <chrono>
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/result.hpp"
#include "simulator/url.hpp"

namespace toolhost::sim {

/// One HTTP request, read to its end.
struct Request {
    std::string method;  ///< after X-HTTP-Method-Override
    std::string path;    ///< decoded, without the query
    std::string raw_query;
    Parameters query;
    std::string base_url;  ///< "http://host:port" as the client called it
    std::string authorization;
    std::string api_key = {};  ///< x-sn-apikey
    std::string content_type;
    std::string accept;
    std::string user_agent;
    bool wants_no_body = false;  ///< X-no-response-body
    std::string body;
};

/// How the bytes of an answer reach the client, if they do.
struct Delivery {
    enum class How { Whole, Dropped, CutOff, InPieces } how = How::Whole;
    std::size_t bytes = 0;                 ///< sent before the cut, or in each piece
    std::chrono::milliseconds pause = {};  ///< between two pieces
};

/// The answer to a Request.
struct Reply {
    int status = 200;
    std::string content_type;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string caller;      ///< user_name of who asked, for the log; never sent
    Delivery delivery = {};  ///< faults change it
};

inline constexpr std::string_view kJsonType = "application/json;charset=UTF-8";

Reply jsonReply(int status, const nlohmann::json& body);
/// ServiceNow's error body; a 401 also names the scheme it wants.
Reply refusalReply(const Refusal& refusal);
/// The JSON text; bytes that are no UTF-8 are replaced, never an error.
std::string jsonText(const nlohmann::json& value);

}  // namespace toolhost::sim
