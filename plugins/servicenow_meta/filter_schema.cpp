#include "filter_schema.hpp"

namespace servicenow_meta {
namespace {

using toolhost::sdk::SchemaJson;

constexpr const char* kFilterDescription =
    "Conditions as a structure, instead of or beside query: {\"field\": \"priority\", "
    "\"operator\": \"<=\", \"value\": 2}; {\"all\": [...]} joins by AND, {\"any\": [...]} by OR, "
    "nested as needed. Example: {\"all\": [{\"field\": \"active\", \"value\": true}, {\"any\": "
    "[{\"field\": \"priority\", \"operator\": \"<=\", \"value\": 2}, {\"field\": "
    "\"caller_id.vip\", \"value\": true}]}]}";

constexpr const char* kValueDescription =
    "A text, number or boolean as stored (choices by value, references by sys_id, dates in UTC as "
    "2026-01-31 or 2026-01-31 10:00:00). in, not_in: a list. between: [low, high]. on, not_on: "
    "\"2026-01-31\" or {\"from\", \"to\"}. relative_*: {\"amount\": 7, \"unit\": \"dayofweek\", "
    "\"side\": \"ago\"} (unit minute, hour, dayofweek, week, month, quarter, year; side ago, "
    "ahead). date_part: {\"part\": \"dayofweek\", \"value\": \"monday\"}. *_field: another field's "
    "name. more_than_from_field, less_than_from_field: {\"field\", \"amount\", \"unit\", \"side\": "
    "\"before\" or \"after\"}. is_empty and its like: none";

constexpr const char* kRelatedDescription =
    "Counts records of another table that refer to this one: {\"table\": \"task_sla\", \"field\": "
    "\"task\", \"operator\": \">=\", \"count\": 1, \"all\": [conditions on that table]}";

SchemaJson described(SchemaJson schema, const char* description) {
    schema["description"] = description;
    return schema;
}

/// One node of a filter whose lists hold `children`.
SchemaJson node(const SchemaJson& children) {
    const SchemaJson list = {{"type", "array"}, {"items", children}, {"minItems", 1}};
    const SchemaJson text = {{"type", "string"}};
    return {{"type", "object"},
            {"properties",
             {{"all", list},
              {"any", list},
              {"field", text},
              {"operator", {{"type", "string"}, {"enum", filterOperators()}}},
              {"value", SchemaJson::object()},
              {"related", {{"type", "object"}}}}},
            {"additionalProperties", false}};
}

}  // namespace

const std::vector<std::string>& filterOperators() {
    static const std::vector<std::string> kOperators = {"=",
                                                        "!=",
                                                        "<",
                                                        "<=",
                                                        ">",
                                                        ">=",
                                                        "between",
                                                        "contains",
                                                        "not_contains",
                                                        "starts_with",
                                                        "ends_with",
                                                        "matches_pattern",
                                                        "matches_regex",
                                                        "in",
                                                        "not_in",
                                                        "is_empty",
                                                        "is_not_empty",
                                                        "is_empty_text",
                                                        "anything",
                                                        "same_as_field",
                                                        "not_same_as_field",
                                                        "greater_than_field",
                                                        "less_than_field",
                                                        "at_least_field",
                                                        "at_most_field",
                                                        "more_than_from_field",
                                                        "less_than_from_field",
                                                        "on",
                                                        "not_on",
                                                        "relative_after",
                                                        "relative_on_or_after",
                                                        "relative_on",
                                                        "relative_on_or_before",
                                                        "relative_before",
                                                        "date_part",
                                                        "dynamic",
                                                        "in_hierarchy",
                                                        "in_hierarchy_dynamic",
                                                        "instance_of",
                                                        "does_not_have",
                                                        "excluding"};
    return kOperators;
}

/// Written out to the depth that questions have; what nests deeper is checked by the host. Not by
/// $ref: some clients hand schemas to models that cannot follow one.
SchemaJson filterSchema() {
    SchemaJson schema = described(node(node({{"type", "object"}})), kFilterDescription);
    auto& members = schema["properties"];
    members["field"] = described(members["field"], "A field, or a path such as caller_id.name");
    members["operator"] = described(members["operator"], "Without it = is meant");
    members["value"] = described(members["value"], kValueDescription);
    members["related"] = described(members["related"], kRelatedDescription);
    return schema;
}

}  // namespace servicenow_meta
