#include "query.hpp"

#include "instance_call.hpp"

namespace servicenow_meta {
namespace {

using toolhost::sdk::SchemaJson;

/// The filter, with a search in one field beside it where one is wanted; null when neither is.
json filterOf(const QueryInput& input) {
    json given = input.filter.value_or(json());
    if (!input.text_search || !input.search_field) return given;
    const json search = {
        {"field", *input.search_field}, {"operator", "contains"}, {"value", *input.text_search}};
    return given.is_null() ? search : json{{"all", {search, given}}};
}

json baseRequest(const char* operation, const QueryInput& input) {
    json request = {{"op", operation}, {"table", input.table}};
    request["query"] = input.query;
    if (const json filter = filterOf(input); !filter.is_null()) request["filter"] = filter;
    if (input.text_search && !input.search_field) request["text_search"] = *input.text_search;
    if (input.instance) request["instance"] = *input.instance;
    return request;
}

json listRequest(const QueryInput& input) {
    json request = baseRequest("query", input);
    if (const json fields = listOf(input.fields_wanted); !fields.empty()) {
        request["fields"] = fields;
    }
    request["limit"] = input.limit;
    request["offset"] = input.offset;
    if (input.cursor) request["cursor"] = *input.cursor;
    return request;
}

json aggregateRequest(const QueryInput& input) {
    json request = baseRequest("aggregate", input);
    request["count"] = input.count;
    request["avg"] = listOf(input.avg_fields);
    request["sum"] = listOf(input.sum_fields);
    request["group_by"] = listOf(input.group_by);
    return request;
}

void copyIfThere(const json& from, const char* member, json& to, const char* name) {
    const auto found = from.find(member);
    if (found != from.end() && !found->is_null() && !found->empty()) to[name] = *found;
}

/// The member, taken out of the reply: lists of records are long.
json taken(json& from, const char* member, json otherwise) {
    const auto found = from.find(member);
    return found == from.end() ? std::move(otherwise) : std::move(*found);
}

json listed(json reply) {
    json answer = {{"totalCount", reply.value("total", json())},
                   {"returned", reply.value("returned", 0)},
                   {"hasMore", reply.value("has_more", false)}};
    copyIfThere(reply, "next_cursor", answer, "nextCursor");
    copyIfThere(reply, "left_out", answer, "leftOut");
    copyIfThere(reply, "effective_query", answer, "effectiveQuery");
    copyIfThere(reply, "notices", answer, "notices");
    return answer;
}

json aggregated(json reply) {
    json answer = {{"aggregate", true}};
    answer["result"] = taken(reply, reply.contains("groups") ? "groups" : "stats", json::object());
    copyIfThere(reply, "effective_query", answer, "effectiveQuery");
    copyIfThere(reply, "notices", answer, "notices");
    return answer;
}

/// Why the input cannot be asked; empty when it can.
std::string findFault(const QueryInput& input) {
    if (input.search_field && !input.text_search) {
        return "search_field needs text_search: the text to look for in that field.";
    }
    if (input.cursor && input.aggregate) {
        return "cursor goes on with a list of records; an aggregate comes whole.";
    }
    if (input.cursor && input.offset != 0) {
        return "Give cursor or offset, not both: a cursor knows where it stands.";
    }
    if (input.text_search && input.text_search->find('^') != std::string::npos) {
        return "text_search may not contain '^': ServiceNow would read it as the end of the "
               "search.";
    }
    return {};
}

}  // namespace

SchemaJson queryOutputSchema() {
    const SchemaJson text = {{"type", "string"}};
    const SchemaJson count = {{"type", "integer"}, {"minimum", 0}};
    return {
        {"type", "object"},
        {"properties",
         {{"totalCount",
           {{"type", {"integer", "null"}},
            {"description", "How many records match; null when the instance could not say"}}},
          {"returned", count},
          {"hasMore", {{"type", "boolean"}}},
          {"nextCursor",
           {{"type", "string"},
            {"description", "Give it as cursor, all else unchanged, to read on"}}},
          {"records", {{"type", "array"}, {"items", {{"type", "object"}}}}},
          {"leftOut",
           {{"type", "array"},
            {"items", {{"type", "object"}}},
            {"description",
             "Records too large for any answer, with their largest fields; ask without those"}}},
          {"aggregate", {{"type", "boolean"}}},
          {"result", {{"type", {"object", "array"}}}},
          {"effectiveQuery", text},
          {"actingAs", actingAsSchema()},
          {"notices", {{"type", "array"}, {"items", text}}}}},
        {"anyOf",
         {{{"required", {"totalCount", "returned", "hasMore", "records"}}},
          {{"required", {"aggregate", "result"}}}}}};
}

void query(const toolhost::sdk::Context& context, const QueryInput& input) {
    if (const auto fault = findFault(input); !fault.empty()) {
        return context.finish(Result::error(fault));
    }
    answerFrom(context,
               input.aggregate ? aggregateRequest(input) : listRequest(input),
               input.aggregate ? aggregated : listed);
}

}  // namespace servicenow_meta
