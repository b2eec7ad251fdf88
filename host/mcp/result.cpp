#include "mcp/result.hpp"

#include <utility>

#include "base/version.hpp"

namespace toolhost::mcp {
namespace {

void add(std::string& members, const std::string& member) {
    if (!members.empty()) members += ',';
    members += member;
}

/// The result's _meta with our name in it.
std::string withServerInfo(const std::string& meta) {
    std::string text = R"({"io.modelcontextprotocol/serverInfo":)" + serverInfoJson();
    const bool has_members = meta.find('"') != std::string::npos;
    if (has_members) {
        text += ',' + meta.substr(meta.find('"'));
    } else {
        text += '}';
    }
    return text;
}

std::string closeAs(const char* type, std::string members) {
    add(members, R"("resultType":")" + std::string(type) + '"');
    add(members, R"("_meta":)" + withServerInfo({}));
    return '{' + members + '}';
}

}  // namespace

std::string closeResult(const Revision& revision,
                        std::string members,
                        std::optional<CacheHint> cache,
                        const std::string& meta) {
    if (revision.is_modern) {
        add(members, R"("resultType":"complete")");
        if (cache) {
            add(members,
                R"("ttlMs":)" + std::to_string(cache->ttl.count()) +
                    (cache->scope == CacheHint::Scope::Public ? R"(,"cacheScope":"public")"
                                                              : R"(,"cacheScope":"private")"));
        }
        add(members, R"("_meta":)" + withServerInfo(meta));
    } else if (!meta.empty()) {
        add(members, R"("_meta":)" + meta);
    }
    return '{' + members + '}';
}

std::string closeInputRequired(std::string members) {
    return closeAs("input_required", std::move(members));
}

std::string closeTask(std::string members) {
    return closeAs("task", std::move(members));
}

const std::string& serverInfoJson() {
    static const std::string json =
        std::string(R"({"name":"toolhost","title":"toolhost","version":")") + base::kVersion +
        "\"}";
    return json;
}

}  // namespace toolhost::mcp
