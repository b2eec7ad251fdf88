#include "jsonrpc/json_text.hpp"

#include <nlohmann/json.hpp>
#include <simdjson.h>

namespace toolhost::jsonrpc {

bool isJson(std::string_view text) {
    thread_local simdjson::dom::parser parser;
    const auto code = parser.parse(simdjson::padded_string(text)).error();
    // Numbers beyond 64 bits are JSON, but this parser stops at them.
    const bool only_a_large_number =
        code == simdjson::BIGINT_ERROR || code == simdjson::NUMBER_ERROR;
    return only_a_large_number ? nlohmann::json::accept(text) : code == simdjson::SUCCESS;
}

}  // namespace toolhost::jsonrpc
