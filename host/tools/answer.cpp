#include "tools/answer.hpp"

#include <algorithm>

#include "tools/definition.hpp"

namespace toolhost::tools {
namespace {

using nlohmann::json;

bool isBlock(const json& block) {
    return block.is_object() && block.contains("type") && block["type"].is_string();
}

base::Result<Reply> partsOf(json result) {
    if (!result.is_object()) return base::Error{"the result is not a JSON object"};
    Reply reply;
    reply.is_error = result.value("isError", json(false)) == json(true);
    if (const auto content = result.find("content"); content != result.end()) {
        if (!content->is_array() || !std::all_of(content->begin(), content->end(), isBlock))
            return base::Error{"content must be an array of blocks with a type"};
        reply.content = std::move(*content);
    }
    if (const auto value = result.find("structuredContent"); value != result.end())
        reply.structured = std::move(*value);
    if (const auto meta = result.find("_meta"); meta != result.end()) {
        if (!meta->is_object()) return base::Error{"_meta must be an object"};
        reply.meta = std::move(*meta);
    }
    return reply;
}

base::Result<base::Done> holdToSchema(const Reply& reply, const Definition& definition) {
    if (!definition.output) return base::Done{};
    if (!reply.structured)
        return base::Error{"structuredContent is missing though outputSchema is declared"};
    const auto violations = definition.output->check(*reply.structured);
    if (violations.empty()) return base::Done{};
    return base::Error{"structuredContent does not conform to outputSchema: " +
                       schema::describe(violations)};
}

bool isText(const json& block) {
    return block["type"] == "text";
}

void addTextOf(const json& structured, json& content) {
    if (std::any_of(content.begin(), content.end(), isText)) return;
    content.push_back({{"type", "text"},
                       {"text", structured.dump(-1, ' ', false, json::error_handler_t::replace)}});
}

}  // namespace

Reply errorReply(std::string text) {
    Reply reply;
    reply.content.push_back({{"type", "text"}, {"text", std::move(text)}});
    reply.is_error = true;
    return reply;
}

base::Result<Reply> readReply(std::string_view text, const Definition& definition) {
    json parsed = json::parse(text, nullptr, false);
    if (parsed.is_discarded()) return base::Error{"the result is not JSON in UTF-8"};
    auto parts = partsOf(std::move(parsed));
    if (!parts.ok()) return parts;
    Reply reply = std::move(parts).value();
    if (reply.is_error) {
        reply.structured.reset();
        return reply;
    }
    if (const auto held = holdToSchema(reply, definition); !held.ok()) return held.error();
    if (reply.structured) addTextOf(*reply.structured, reply.content);
    return reply;
}

}  // namespace toolhost::tools
