#include "loader/declared/tool_text.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "loader/declared/tool_kind.hpp"

namespace toolhost::loader {
namespace {

/// In the order in which people read it; made of a bounded declaration.
using Schema = nlohmann::ordered_json;

constexpr int kKeyLengthMax = 200;
constexpr int kCursorLengthMax = 16'384;

Schema keyArgument(const DeclaredTool& tool) {
    Schema schema = {{"type", "string"}};
    if (tool.key == kUsualKey) {
        schema["pattern"] = "^[0-9a-f]{32}$";
    } else {
        schema["minLength"] = 1;
        schema["maxLength"] = kKeyLengthMax;
    }
    schema["description"] = "The " + tool.key + " of the record";
    return schema;
}

void addPaging(const DeclaredTool& tool, Schema& properties) {
    properties["limit"] = {{"type", "integer"},
                           {"minimum", 1},
                           {"maximum", tool.limit.most},
                           {"default", tool.limit.otherwise},
                           {"description", "The most records to return"}};
    properties["cursor"] = {
        {"type", "string"},
        {"minLength", 1},
        {"maxLength", kCursorLengthMax},
        {"description", "next_cursor of the answer before, all else unchanged, to read on"}};
}

Schema inputSchema(const DeclaredTool& tool, const std::vector<std::string>& instances) {
    Schema properties = Schema::object();
    Schema required = Schema::array();
    if (kindOf(tool.operation).names_a_record) {
        properties[tool.key] = keyArgument(tool);
        required.push_back(tool.key);
    }
    for (const Parameter& parameter : tool.parameters) {
        properties[parameter.name] = Schema::parse(parameter.schema);
        if (parameter.is_required) required.push_back(parameter.name);
    }
    if (tool.operation == Operation::List) addPaging(tool, properties);
    if (!instances.empty()) {
        properties["instance"] = {{"enum", instances},
                                  {"description", "Which ServiceNow instance"}};
    }
    Schema schema = {{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    return schema;
}

/// What ServiceNow shows of a record: texts, or both forms of each value in an object.
Schema recordSchema(const DeclaredTool& tool) {
    Schema properties = Schema::object();
    for (const auto& field : tool.fields) {
        properties[field] = {{"type", {"string", "object", "null"}}};
    }
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

Schema shared() {
    return {{"notices", {{"type", "array"}, {"items", {{"type", "string"}}}}},
            {"acting_as",
             {{"type", "string"},
              {"description",
               "The account that all callers share at this instance; ServiceNow saw it, not the "
               "user"}}}};
}

Schema answerOf(Schema own, std::vector<std::string> required) {
    own.update(shared());
    return {{"type", "object"}, {"properties", std::move(own)}, {"required", std::move(required)}};
}

Schema listSchema(const DeclaredTool& tool) {
    return answerOf({{"total",
                      {{"type", {"integer", "null"}},
                       {"description", "How many records match; null when it cannot be known"}}},
                     {"returned", {{"type", "integer"}, {"minimum", 0}}},
                     {"has_more", {{"type", "boolean"}}},
                     {"next_cursor", {{"type", "string"}}},
                     {"records", {{"type", "array"}, {"items", recordSchema(tool)}}},
                     {"left_out",
                      {{"type", "array"},
                       {"items", {{"type", "object"}}},
                       {"description", "Records too large for any answer"}}}},
                    {"total", "returned", "has_more", "records"});
}

Schema outputSchema(const DeclaredTool& tool) {
    switch (tool.operation) {
        case Operation::List:
            return listSchema(tool);
        case Operation::Get:
            return answerOf({{"record", recordSchema(tool)}}, {"record"});
        case Operation::Create:
        case Operation::Update:
            break;
    }
    return answerOf({{"record",
                      {{"type", "object"},
                       {"description", "Its sys_id, its number and what it is displayed as"}}},
                     {"changed_by_instance",
                      {{"type", "object"},
                       {"description", "Values that ServiceNow stored otherwise than sent"}}}},
                    {"record"});
}

Schema annotations(const ToolKind& kind) {
    if (kind.is_read_only) return {{"readOnlyHint", true}, {"idempotentHint", true}};
    return {{"readOnlyHint", false},
            {"destructiveHint", kind.is_destructive},
            {"idempotentHint", kind.is_idempotent}};
}

}  // namespace

std::string toolText(const DeclaredTool& tool, const std::vector<std::string>& instances) {
    Schema text = {{"name", tool.name}};
    if (!tool.title.empty()) text["title"] = tool.title;
    text["description"] = tool.description;
    text["inputSchema"] = inputSchema(tool, instances);
    text["outputSchema"] = outputSchema(tool);
    text["annotations"] = annotations(kindOf(tool.operation));
    return text.dump();
}

}  // namespace toolhost::loader
