#pragma once

#include <optional>
#include <string>

#include <toolhost/plugin.hpp>

namespace servicenow_meta {

inline constexpr const char* kDiscoverDescription =
    "Finds ServiceNow tables by name or label (give filter), or lists the fields of one table, "
    "inherited "
    "ones included (give table). Use it before query or write when you do not know a table's field "
    "names "
    "or its choice values. Labels are in the user's language.";

struct DiscoverInput {
    std::optional<std::string> filter;
    std::optional<std::string> table;
    bool include_choices = false;
    std::string mode = "compact";
    std::optional<std::string> instance;

    template <class Field>
    void fields(Field& field) {
        field("filter", filter, "Part of a table's name or label, for example 'incident'");
        field("table", table, "A table's exact name, to list its fields");
        field("include_choices",
              include_choices,
              "Also list the values that choice fields offer, with their labels; with mode full "
              "also those that only old records hold")
            .optional();
        field("mode",
              mode,
              "How much of each field: names; compact (name, label, type, mandatory, reference, "
              "depends_on); full")
            .optional()
            .oneOf({"compact", "names", "full"});
        field("instance", instance, "Which ServiceNow instance");
    }
};

toolhost::sdk::SchemaJson discoverOutputSchema();

void discover(const toolhost::sdk::Context& context, const DiscoverInput& input);

}  // namespace servicenow_meta
