#pragma once

#include <map>
#include <optional>
#include <string>

#include <toolhost/plugin.hpp>

namespace servicenow_meta {

inline constexpr const char* kWriteDescription =
    "Creates, updates or deletes one record of any ServiceNow table as the signed-in user, under "
    "that "
    "user's own rights and name. create and update need field_values; update and delete need "
    "sys_id. "
    "Values the instance sets itself (such as priority from impact and urgency) are reported back.";

struct WriteInput {
    std::string table;
    std::string operation;
    std::optional<std::map<std::string, nlohmann::json>> field_values;
    std::optional<std::string> sys_id;
    std::optional<std::string> instance;

    template <class Field>
    void fields(Field& field) {
        field("table", table, "Table name, for example incident").length(1, 80);
        field("operation", operation, "What to do").oneOf({"create", "update", "delete"});
        field("field_values",
              field_values,
              "Field names and values. Texts, numbers and booleans; an empty text clears a field");
        field("sys_id", sys_id, "The record's sys_id, 32 hexadecimal digits")
            .pattern("^[0-9a-f]{32}$");
        field("instance", instance, "Which ServiceNow instance");
    }
};

toolhost::sdk::SchemaJson writeOutputSchema();

void write(const toolhost::sdk::Context& context, const WriteInput& input);

}  // namespace servicenow_meta
