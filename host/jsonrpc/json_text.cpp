#include "jsonrpc/json_text.hpp"

#include <nlohmann/json.hpp>
#include <simdjson.h>

namespace toolhost::jsonrpc {

bool isJson(std::string_view text) {
    thread_local simdjson::dom::parser parser;
    const auto code = parser.parse(simdjson::padded_string(text)).error();
    // An integer beyond 64 bits is JSON too, but this parser stops at it.
    return code == simdjson::NUMBER_ERROR ? nlohmann::json::accept(text)
                                          : code == simdjson::SUCCESS;
}

}  // namespace toolhost::jsonrpc
