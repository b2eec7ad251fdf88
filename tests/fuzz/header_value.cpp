// The values of MCP's header fields. What does not say that it is encoded is what it says; what
// does is decoded by one rule, so that no two fields mean the same bytes and differ.
#include "mcp/header_value.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/base64.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::string encoded = "=?base64?" + toolhost::base::encodeBase64(input) + "?=";
    require(toolhost::mcp::decodeHeaderValue(encoded) == std::string(input));
    const auto decoded = toolhost::mcp::decodeHeaderValue(input);
    const bool is_encoded = input.size() >= 11 && input.substr(0, 9) == "=?base64?" &&
                            input.substr(input.size() - 2) == "?=";
    if (!is_encoded) {
        require(decoded == std::string(input));
    } else if (decoded) {
        require("=?base64?" + toolhost::base::encodeBase64(*decoded) + "?=" == input);
    }
    return 0;
}
