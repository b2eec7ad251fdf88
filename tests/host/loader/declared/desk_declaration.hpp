#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "loader/declared/declaration.hpp"

namespace toolhost::loader {

/// A declaration with a tool of each operation, for tests to spoil or to call.
inline nlohmann::json deskDocument() {
    return nlohmann::json::parse(R"json({
      "id": "com.example.hardware-desk",
      "version": "1.2.0",
      "title": "Hardware desk",
      "tools": [
        {"name": "list_incidents", "description": "Lists hardware incidents.", "operation": "list",
         "table": "incident", "fields": ["number", "short_description", "state"],
         "filter": {"field": "category", "value": "hardware"}, "query": "active=true",
         "order_by": ["-opened_at", "number"], "limit": {"default": 5, "max": 50},
         "parameters": [
           {"name": "words", "field": "short_description", "operator": "contains",
            "description": "Words in the short description"},
           {"name": "state", "description": "State", "enum": ["1", "2"], "default": "1"},
           {"name": "priorities", "field": "priority", "operator": "in", "type": "integer",
            "description": "Priorities"}]},
        {"name": "get_incident", "description": "Reads one.", "operation": "get",
         "table": "incident", "key": "number", "fields": ["number", "state"],
         "filter": {"field": "category", "value": "hardware"}},
        {"name": "report_incident", "description": "Opens one.", "operation": "create",
         "table": "incident", "fixed_values": {"category": "hardware"},
         "parameters": [{"name": "summary", "field": "short_description", "required": true,
                         "description": "What is wrong"},
                        {"name": "urgency", "type": "integer", "default": 3,
                         "description": "1 is high"}]},
        {"name": "note_incident", "description": "Adds a note.", "operation": "update",
         "table": "incident", "key": "number",
         "filter": {"field": "category", "value": "hardware"},
         "parameters": [{"name": "work_notes", "description": "The note"}]}
      ]})json");
}

inline constexpr std::size_t kListTool = 0;
inline constexpr std::size_t kGetTool = 1;
inline constexpr std::size_t kCreateTool = 2;
inline constexpr std::size_t kUpdateTool = 3;

inline Declaration deskDeclaration() {
    return readDeclaration(deskDocument().dump()).value();
}

}  // namespace toolhost::loader
