#include "mcp/methods/tool_result.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "jsonrpc/encode.hpp"
#include "mcp/methods/plugin_call.hpp"
#include "mcp/result.hpp"
#include "mcp/revisions/down_convert.hpp"

namespace toolhost::mcp {
namespace {

using nlohmann::json;

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// A block as it goes out. A long text is written quicker by itself.
std::string blockText(const json& block) {
    const auto text = block.find("text");
    const bool is_plain = block.size() == 2 && text != block.end() && text->is_string();
    if (!is_plain || block["type"] != "text") return dump(block);
    return R"({"text":)" + jsonrpc::encodeString(text->get_ref<const std::string&>()) +
           R"(,"type":"text"})";
}

std::string contentText(const json& content) {
    std::string text = "[";
    for (const auto& block : content) {
        if (text.size() > 1) text += ',';
        text += blockText(block);
    }
    return text + ']';
}

std::string resultOf(const Revision& revision, tools::Reply full) {
    const tools::Reply reply = replyFor(revision, std::move(full));
    std::string members = R"("content":)" + contentText(reply.content);
    if (reply.structured) members += R"(,"structuredContent":)" + *reply.structured;
    if (reply.is_error) members += R"(,"isError":true)";
    return closeResult(
        revision, std::move(members), std::nullopt, reply.meta.value_or(std::string()));
}

}  // namespace

MethodResult toolResult(const Revision& revision, tools::Answer answer) {
    if (auto* reply = std::get_if<tools::Reply>(&answer)) {
        return resultOf(revision, std::move(*reply));
    }
    return plainResult(revision, std::move(answer));
}

}  // namespace toolhost::mcp
