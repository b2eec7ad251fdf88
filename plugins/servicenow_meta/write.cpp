#include "write.hpp"

#include "instance_call.hpp"

namespace servicenow_meta {
namespace {

using toolhost::sdk::SchemaJson;

/// Why the input cannot be done; empty when it can.
std::string findFault(const WriteInput& input) {
    const bool needs_id = input.operation != "create";
    const bool needs_values = input.operation != "delete";
    if (needs_id && !input.sys_id) {
        return input.operation + " needs sys_id: query the record first to learn it.";
    }
    if (!needs_id && input.sys_id) {
        return "create takes no sys_id: the instance gives the new record its own.";
    }
    if (needs_values && (!input.field_values || input.field_values->empty())) {
        return input.operation +
               " needs field_values, for example {\"short_description\": \"...\"}.";
    }
    for (const auto& [name, value] : input.field_values.value_or(std::map<std::string, json>())) {
        if (value.is_object() || value.is_array() || value.is_null()) {
            return "field_values." + name +
                   " must be a text, a number or a boolean; \"\" clears a field.";
        }
    }
    return {};
}

json requestFor(const WriteInput& input) {
    json request = {{"op", input.operation}, {"table", input.table}};
    if (input.sys_id) request["sys_id"] = *input.sys_id;
    if (input.operation != "delete") request["values"] = *input.field_values;
    if (input.instance) request["instance"] = *input.instance;
    return request;
}

void copyText(const json& from, const char* member, json& to) {
    const auto found = from.find(member);
    if (found != from.end() && found->is_string() &&
        !found->get_ref<const std::string&>().empty()) {
        to[member] = *found;
    }
}

json written(const WriteInput& input, const json& reply) {
    const json record = reply.value("record", json::object());
    json answer = {{"success", true}, {"operation", input.operation}, {"table", input.table}};
    if (input.sys_id) answer["sys_id"] = *input.sys_id;
    copyText(record, "sys_id", answer);
    copyText(record, "number", answer);
    for (const char* member : {"changed_by_instance", "notices"}) {
        const auto found = reply.find(member);
        if (found != reply.end() && !found->empty()) answer[member] = *found;
    }
    return answer;
}

}  // namespace

SchemaJson writeOutputSchema() {
    const SchemaJson text = {{"type", "string"}};
    return {
        {"type", "object"},
        {"properties",
         {{"success", {{"type", "boolean"}}},
          {"operation", text},
          {"table", text},
          {"sys_id", text},
          {"number", text},
          {"changed_by_instance",
           {{"type", "object"}, {"description", "Fields the instance set otherwise than asked"}}},
          {"actingAs", actingAsSchema()},
          {"notices", {{"type", "array"}, {"items", text}}}}},
        {"required", {"success", "operation", "table", "sys_id"}}};
}

void write(const toolhost::sdk::Context& context, const WriteInput& input) {
    if (const auto fault = findFault(input); !fault.empty()) {
        return context.finish(Result::error(fault));
    }
    answerFrom(
        context, requestFor(input), [input](const json& reply) { return written(input, reply); });
}

}  // namespace servicenow_meta
