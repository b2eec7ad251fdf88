#include "loader/declared/table_requests.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace toolhost::loader {
namespace {

using nlohmann::json;

constexpr int kToNoticeAnother = 2;

json requestOf(const char* operation, const DeclaredTool& tool, const json& arguments) {
    json request = {{"op", operation}, {"table", tool.table}};
    if (!tool.instance.empty()) {
        request["instance"] = tool.instance;
    } else if (const auto chosen = arguments.find("instance"); chosen != arguments.end()) {
        request["instance"] = *chosen;
    }
    return request;
}

json condition(const std::string& field, const std::string& compared_by, const json& value) {
    return {{"field", field}, {"operator", compared_by}, {"value", value}};
}

/// What was given for the parameter, or what stands for it; null when nothing does.
json valueOf(const Parameter& parameter, const json& arguments) {
    const auto given = arguments.find(parameter.name);
    if (given != arguments.end()) return *given;
    return parameter.otherwise.empty() ? json() : json::parse(parameter.otherwise);
}

/// The declaration's own conditions, to which a caller's are added.
json conditionsOf(const DeclaredTool& tool) {
    json conditions = json::array();
    if (!tool.filter.empty()) conditions.push_back(json::parse(tool.filter));
    return conditions;
}

void setConditions(json conditions, json& request) {
    if (!conditions.empty()) request["filter"] = {{"all", std::move(conditions)}};
}

json valuesOf(const DeclaredTool& tool, const json& arguments) {
    json values = tool.fixed_values.empty() ? json::object() : json::parse(tool.fixed_values);
    for (const Parameter& parameter : tool.parameters) {
        if (json value = valueOf(parameter, arguments); !value.is_null()) {
            values[parameter.field] = std::move(value);
        }
    }
    return values;
}

/// As many as asked for, and never more than the declaration grants.
json limitOf(const ListLimit& limit, const json& arguments) {
    const auto asked = arguments.find("limit");
    const bool is_count = asked != arguments.end() && asked->is_number_integer() && *asked > 0;
    return is_count ? std::min(asked->get<std::size_t>(), limit.most) : limit.otherwise;
}

}  // namespace

json listRequest(const DeclaredTool& tool, const json& arguments) {
    json request = requestOf("query", tool, arguments);
    request["query"] = tool.query + tool.order;
    request["fields"] = tool.fields;
    request["display"] = tool.display;
    request["limit"] = limitOf(tool.limit, arguments);
    if (const auto cursor = arguments.find("cursor"); cursor != arguments.end()) {
        request["cursor"] = *cursor;
    }
    json conditions = conditionsOf(tool);
    for (const Parameter& parameter : tool.parameters) {
        const json value = valueOf(parameter, arguments);
        if (!value.is_null()) {
            conditions.push_back(condition(parameter.field, parameter.compared_by, value));
        }
    }
    setConditions(std::move(conditions), request);
    return request;
}

json findRequest(const DeclaredTool& tool,
                 const json& arguments,
                 const std::vector<std::string>& fields) {
    json request = requestOf("query", tool, arguments);
    request["query"] = tool.query;
    request["fields"] = fields;
    request["display"] = tool.display;
    request["limit"] = kToNoticeAnother;
    json conditions = conditionsOf(tool);
    conditions.push_back(condition(tool.key, "=", arguments.value(tool.key, json(""))));
    setConditions(std::move(conditions), request);
    return request;
}

json createRequest(const DeclaredTool& tool, const json& arguments) {
    json request = requestOf("create", tool, arguments);
    request["values"] = valuesOf(tool, arguments);
    return request;
}

json updateRequest(const DeclaredTool& tool, const json& arguments, const std::string& sys_id) {
    json request = requestOf("update", tool, arguments);
    request["sys_id"] = sys_id;
    request["values"] = valuesOf(tool, arguments);
    return request;
}

}  // namespace toolhost::loader
