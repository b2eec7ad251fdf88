#include "tools/result_object.hpp"

#include <string>

#include "jsonrpc/encode.hpp"
#include "jsonrpc/members.hpp"

namespace toolhost::tools {
namespace {

/// Members that say how a result is carried (MCP 2026-07-28, "Results", "Caching").
bool isProtocols(std::string_view name) {
    return name == "resultType" || name == "ttlMs" || name == "cacheScope";
}

}  // namespace

base::Result<ResultObject> readResultObject(std::string_view text) {
    const auto members = jsonrpc::Members::read(text);
    if (!members.ok()) return base::because("the result", members.error());
    ResultObject result;
    for (const auto& [name, value] : members.value().all()) {
        if (isProtocols(name)) continue;
        if (name == "_meta") {
            if (!members.value().isObject(name)) return base::Error{"_meta must be an object"};
            result.meta = value;
            continue;
        }
        if (!result.members.empty()) result.members += ',';
        result.members.append(jsonrpc::encodeString(name)).append(":").append(value);
    }
    return result;
}

bool isContentBlock(const nlohmann::json& block) {
    return block.is_object() && block.contains("type") && block["type"].is_string();
}

}  // namespace toolhost::tools
