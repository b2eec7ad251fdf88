#include "mcp/revisions/down_convert.hpp"

#include <nlohmann/json.hpp>

namespace toolhost::mcp {
namespace {

using nlohmann::json;

bool isObjectSchema(const json& schema) {
    return schema.is_object() && schema.value("type", "") == "object";
}

json wrappedSchema(json schema) {
    return {{"type", "object"},
            {"properties", {{"result", std::move(schema)}}},
            {"required", json::array({"result"})}};
}

std::string toolFor(const Revision& revision, const tools::Definition& definition) {
    if (!definition.output || revision.has_any_structured_root) return definition.json;
    json tool = json::parse(definition.json);
    if (!revision.has_structured_content) {
        tool.erase("outputSchema");
    } else if (!isObjectSchema(tool["outputSchema"])) {
        tool["outputSchema"] = wrappedSchema(std::move(tool["outputSchema"]));
    } else {
        return definition.json;
    }
    return tool.dump();
}

/// A resource_link as the text that says where it leads.
void linkToText(json& block) {
    if (block.value("type", "") != "resource_link") return;
    const std::string name = block.value("name", "");
    const std::string uri = block.value("uri", "");
    block = {{"type", "text"}, {"text", name.empty() ? uri : name + ": " + uri}};
}

/// A block of content as that revision knows it.
void convert(const Revision& revision, json& block) {
    if (!revision.has_structured_content) linkToText(block);
    if (!revision.has_audio && block.value("type", "") == "audio") {
        block = {{"type", "text"},
                 {"text", "[audio, " + block.value("mimeType", "of an unknown type") + "]"}};
    }
}

template <typename OfKind>
Entries entriesOf(const tools::Shelf<OfKind>& shelf) {
    Entries entries;
    for (const auto& one : shelf.all()) {
        entries.push_back({one->target().name, one->definition().json});
    }
    return entries;
}

Entries toolsFor(const Revision& revision, const tools::Catalogue& catalogue) {
    Entries entries;
    for (const auto& tool : catalogue.tools().all()) {
        entries.push_back({tool->target().name, toolFor(revision, tool->definition())});
    }
    return entries;
}

}  // namespace

Lists listsFor(const Revision& revision, const tools::Catalogue& catalogue) {
    return {.tools = toolsFor(revision, catalogue),
            .prompts = entriesOf(catalogue.prompts()),
            .resources = entriesOf(catalogue.resources()),
            .templates = entriesOf(catalogue.templates())};
}

tools::Reply replyFor(const Revision& revision, tools::Reply reply) {
    if (revision.has_any_structured_root) return reply;
    if (!revision.has_structured_content) {
        reply.structured.reset();
        for (auto& block : reply.content) {
            convert(revision, block);
        }
    } else if (reply.structured && reply.structured->front() != '{') {
        reply.structured = R"({"result":)" + *reply.structured + "}";
    }
    return reply;
}

tools::ResultObject promptFor(const Revision& revision, tools::ResultObject prompt) {
    if (revision.has_structured_content) return prompt;
    json object = json::parse('{' + prompt.members + '}');
    for (auto& message : object["messages"]) {
        convert(revision, message["content"]);
    }
    const std::string text = object.dump();
    prompt.members = text.substr(1, text.size() - 2);
    return prompt;
}

}  // namespace toolhost::mcp
