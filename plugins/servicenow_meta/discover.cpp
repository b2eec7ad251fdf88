#include "discover.hpp"

#include "instance_call.hpp"

namespace servicenow_meta {
namespace {

using toolhost::sdk::SchemaJson;

json tablesOf(const json& reply) {
    json tables = reply.value("tables", json::array());
    const auto count = tables.size();
    return {{"tables", std::move(tables)}, {"count", count}};
}

/// Whether the value is worth its tokens.
bool saysSomething(const json& value) {
    return !value.is_null() && value != json("") && value != json(false);
}

/// The part of a column that the mode shows.
json shown(const json& column, const std::string& mode) {
    if (mode == "full") return column;
    if (mode == "names") return column.value("name", "");
    json compact = json::object();
    for (const char* member :
         {"name", "label", "type", "mandatory", "reference", "depends_on", "choices"}) {
        const auto found = column.find(member);
        if (found != column.end() && saysSomething(*found)) compact[member] = *found;
    }
    return compact;
}

json fieldsOf(const json& reply, const std::string& mode) {
    json fields = json::array();
    for (const auto& column : reply.value("columns", json::array())) {
        fields.push_back(shown(column, mode));
    }
    json result = {{"table", reply.value("table", "")},
                   {"label", reply.value("label", "")},
                   {"extends", reply.value("chain", json::array())},
                   {"fieldCount", fields.size()},
                   {"fields", std::move(fields)}};
    if (const auto language = reply.value("language", ""); !language.empty()) {
        result["language"] = language;
    }
    if (const auto notices = reply.value("notices", json::array()); !notices.empty()) {
        result["notices"] = notices;
    }
    return result;
}

json requestFor(const DiscoverInput& input) {
    json request = input.table ? json{{"op", "schema"}, {"table", *input.table}}
                               : json{{"op", "tables"}, {"filter", *input.filter}};
    if (input.table && input.include_choices) {
        // Who wants to see everything also wants to understand old records.
        request[input.mode == "full" ? "inactive_choices" : "choices"] = true;
    }
    if (input.instance) request["instance"] = *input.instance;
    return request;
}

}  // namespace

SchemaJson discoverOutputSchema() {
    const SchemaJson text = {{"type", "string"}};
    const SchemaJson count = {{"type", "integer"}, {"minimum", 0}};
    const SchemaJson list = {{"type", "array"}};
    const SchemaJson objects = {{"type", "array"}, {"items", {{"type", "object"}}}};
    return {
        {"type", "object"},
        {"properties",
         {{"tables", objects},
          {"count", count},
          {"table", text},
          {"label", text},
          {"language", text},
          {"extends", {{"type", "array"}, {"items", text}}},
          {"fieldCount", count},
          {"fields", list},
          {"actingAs", actingAsSchema()},
          {"notices", {{"type", "array"}, {"items", text}}}}},
        {"anyOf",
         {{{"required", {"tables", "count"}}}, {{"required", {"table", "fields", "fieldCount"}}}}}};
}

void discover(const toolhost::sdk::Context& context, const DiscoverInput& input) {
    if (!input.table && !input.filter) {
        return context.finish(Result::error(
            "Give filter (to find tables) or table (to list a table's fields), for example "
            "{\"filter\": \"incident\"} or {\"table\": \"incident\"}."));
    }
    answerFrom(context, requestFor(input), [input](const json& reply) {
        return input.table ? fieldsOf(reply, input.mode) : tablesOf(reply);
    });
}

}  // namespace servicenow_meta
