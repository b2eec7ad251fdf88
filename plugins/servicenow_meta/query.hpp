#pragma once

#include <optional>
#include <string>

#include <toolhost/plugin.hpp>

namespace servicenow_meta {

inline constexpr const char* kQueryDescription =
    "Reads records of any ServiceNow table as the signed-in user. Say which by filter (a "
    "structure) "
    "or query, ServiceNow's encoded query (active=true^priority=1, ^OR, ^NQ, LIKE, IN, STARTSWITH, "
    "ORDERBYDESCsys_created_on, dot-walking such as caller_id.name=Abel Tuter); both together "
    "narrow each other. text_search looks for words in the whole record; with search_field, for a "
    "text inside that one field. While hasMore, repeat the call with cursor = nextCursor for the "
    "records that follow. aggregate counts, averages or sums instead of listing. An unknown field, "
    "or an operator that a field's type does not fit, is an error that says what would do.";

struct QueryInput {
    std::string table;
    std::string query;
    std::string fields_wanted;
    int limit = 20;
    int offset = 0;
    std::optional<std::string> cursor;
    std::optional<nlohmann::json> filter;
    std::optional<std::string> text_search;
    std::optional<std::string> search_field;
    bool aggregate = false;
    std::string group_by;
    bool count = true;
    std::string avg_fields;
    std::string sum_fields;
    std::optional<std::string> instance;

    template <class Field>
    void fields(Field& field) {
        field("table", table, "Table name, for example incident").length(1, 80);
        field("query", query, "Encoded query; empty means every record").optional();
        field("filter", filter, "Conditions as a structure");
        field("fields",
              fields_wanted,
              "Comma-separated field names to return; empty means a useful few. Dot-walking is "
              "allowed")
            .optional();
        field("limit", limit, "The most records to return in total").optional().between(1, 1'000);
        field("offset",
              offset,
              "Records to skip first; to read on, cursor is better: it neither skips nor repeats")
            .optional()
            .between(0, 1'000'000);
        field("cursor",
              cursor,
              "nextCursor of the answer before, with every other argument as it was there")
            .length(1, 16'384);
        field("text_search", text_search, "Words to look for (whole-record text search)")
            .length(1, 200);
        field("search_field", search_field, "Look for text_search inside this field only");
        field("aggregate", aggregate, "Return counts and figures instead of records").optional();
        field("group_by", group_by, "With aggregate: comma-separated fields to group by")
            .optional();
        field("count", count, "With aggregate: count the records").optional();
        field("avg_fields", avg_fields, "With aggregate: comma-separated fields to average")
            .optional();
        field("sum_fields", sum_fields, "With aggregate: comma-separated fields to sum").optional();
        field("instance", instance, "Which ServiceNow instance");
    }
};

toolhost::sdk::SchemaJson queryOutputSchema();

void query(const toolhost::sdk::Context& context, const QueryInput& input);

}  // namespace servicenow_meta
