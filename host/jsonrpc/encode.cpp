#include "jsonrpc/encode.hpp"

#include <nlohmann/json.hpp>

namespace toolhost::jsonrpc {

std::string encodeResult(const Id& id, std::string_view result) {
    std::string text = R"({"jsonrpc":"2.0","id":)";
    text.reserve(text.size() + id.json.size() + result.size() + 12);
    text += id.json;
    text += R"(,"result":)";
    text += result;
    text += '}';
    return text;
}

std::string encodeError(const std::optional<Id>& id, const Error& error) {
    std::string text = R"({"jsonrpc":"2.0",)";
    if (id) text += R"("id":)" + id->json + ',';
    text += R"("error":{"code":)" + std::to_string(error.code) + R"(,"message":)";
    text += encodeString(error.message);
    if (!error.data.empty()) text += R"(,"data":)" + error.data;
    text += "}}";
    return text;
}

std::string encodeString(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace toolhost::jsonrpc
