#include "tools/answer.hpp"

#include <algorithm>

#include "jsonrpc/members.hpp"
#include "tools/definition.hpp"
#include "tools/result_object.hpp"

namespace toolhost::tools {
namespace {

using nlohmann::json;

base::Result<json> blocksOf(std::string_view text) {
    json content = json::parse(text, nullptr, false);
    if (!content.is_array() || !std::all_of(content.begin(), content.end(), isContentBlock)) {
        return base::Error{"content must be an array of blocks with a type"};
    }
    return content;
}

base::Result<Reply> partsOf(const jsonrpc::Members& result) {
    Reply reply;
    reply.is_error = result.find("isError") == "true";
    if (const auto content = result.find("content")) {
        auto blocks = blocksOf(*content);
        if (!blocks.ok()) return blocks.error();
        reply.content = std::move(blocks).value();
    }
    if (const auto value = result.find("structuredContent")) reply.structured = *value;
    if (const auto meta = result.find("_meta")) {
        if (!result.isObject("_meta")) return base::Error{"_meta must be an object"};
        reply.meta = *meta;
    }
    return reply;
}

base::Result<base::Done> holdToSchema(const Reply& reply, const Definition& definition) {
    if (!definition.output) return base::Done{};
    if (!reply.structured) {
        return base::Error{"structuredContent is missing though outputSchema is declared"};
    }
    const auto violations = definition.output->checkText(*reply.structured);
    if (violations.empty()) return base::Done{};
    return base::Error{"structuredContent does not conform to outputSchema: " +
                       schema::describe(violations)};
}

bool isText(const json& block) {
    return block["type"] == "text";
}

void addText(const std::string& structured, json& content) {
    if (std::any_of(content.begin(), content.end(), isText)) return;
    content.push_back({{"type", "text"}, {"text", structured}});
}

}  // namespace

Reply errorReply(std::string text) {
    Reply reply;
    reply.content.push_back({{"type", "text"}, {"text", std::move(text)}});
    reply.is_error = true;
    return reply;
}

base::Result<Reply> readReply(std::string_view text, const Definition& definition) {
    const auto members = jsonrpc::Members::read(text);
    if (!members.ok()) return base::because("the result", members.error());
    auto parts = partsOf(members.value());
    if (!parts.ok()) return parts;
    Reply reply = std::move(parts).value();
    if (reply.is_error) {
        reply.structured.reset();
        return reply;
    }
    if (const auto held = holdToSchema(reply, definition); !held.ok()) return held.error();
    if (reply.structured) addText(*reply.structured, reply.content);
    return reply;
}

}  // namespace toolhost::tools
