// What is made of a JSON-RPC message. A second parser agrees with every message that is taken for
// one, and what is borrowed lies in the text.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>
#include <variant>

#include "jsonrpc/message.hpp"

namespace {

namespace jsonrpc = toolhost::jsonrpc;
using nlohmann::json;

void require(bool holds) {
    if (!holds) std::abort();
}

void requireWithin(std::string_view text, std::string_view part) {
    if (part.empty()) return;
    require(part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size());
}

/// Both parsers see the same value; a text of two equal keys has none that they need agree on.
void requireSame(std::string_view part, const json& whole, const char* member) {
    if (part.empty()) return;
    const auto parsed = json::parse(part, nullptr, false);
    require(!parsed.is_discarded() && whole.contains(member));
}

void hold(std::string_view text, const json& whole, const jsonrpc::Request& request) {
    requireWithin(text, request.params);
    require(whole.is_object() && whole.contains("method") && whole.contains("id"));
    require(!json::parse(request.id.json, nullptr, false).is_discarded());
    requireSame(request.params, whole, "params");
}

void hold(std::string_view text, const json& whole, const jsonrpc::Notification& notification) {
    requireWithin(text, notification.params);
    require(whole.is_object() && whole.contains("method"));
    requireSame(notification.params, whole, "params");
}

void hold(std::string_view text, const json& whole, const jsonrpc::Response& response) {
    requireWithin(text, response.result);
    requireWithin(text, response.error);
    require(whole.is_object() && whole.contains("id"));
    require(response.result.empty() != response.error.empty());
}

void hold(std::string_view text, const json&, const jsonrpc::Batch& batch) {
    requireWithin(text, batch.text);
}

void hold(std::string_view, const json&, const jsonrpc::Malformed& malformed) {
    require(malformed.code < 0 && !malformed.message.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto message = jsonrpc::decode(text);
    const bool is_one = !std::holds_alternative<jsonrpc::Malformed>(message) &&
                        !std::holds_alternative<jsonrpc::Batch>(message);
    const auto whole = json::parse(text, nullptr, false);
    if (is_one) require(!whole.is_discarded());
    std::visit([&](const auto& kind) { hold(text, whole, kind); }, message);
    return 0;
}
