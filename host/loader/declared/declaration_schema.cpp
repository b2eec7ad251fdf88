#include "loader/declared/declaration_schema.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "schema/schema.hpp"

namespace toolhost::loader {
namespace {

constexpr std::string_view kSchema = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Tools over ServiceNow tables, declared for toolhost",
  "type": "object",
  "properties": {
    "$schema": {"type": "string"},
    "id": {"type": "string", "description": "Who the plugin is, in reverse DNS: com.example.hardware-desk"},
    "version": {"type": "string", "description": "Semantic version; raise it with every change"},
    "title": {"type": "string", "minLength": 1, "description": "What the file is for, for people who read it"},
    "tools": {"type": "array", "minItems": 1, "maxItems": 100, "items": {"$ref": "#/$defs/tool"}}
  },
  "required": ["id", "version", "tools"],
  "additionalProperties": false,
  "$defs": {
    "field": {"type": "string", "pattern": "^[a-z0-9_]+(\\.[a-z0-9_]+)*$", "maxLength": 200},
    "scalar": {"type": ["string", "number", "boolean"]},
    "tool": {
      "type": "object",
      "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9_]{1,50}$"},
        "title": {"type": "string", "minLength": 1},
        "description": {"type": "string", "minLength": 1},
        "operation": {"enum": ["list", "get", "create", "update"]},
        "table": {"type": "string", "pattern": "^[a-z0-9_]{1,80}$"},
        "instance": {"type": "string", "minLength": 1},
        "fields": {
          "type": "array", "minItems": 1, "maxItems": 100, "uniqueItems": true,
          "items": {"$ref": "#/$defs/field"}
        },
        "display": {"enum": ["display", "value", "both"]},
        "key": {"type": "string", "pattern": "^[a-z0-9_]+$", "maxLength": 80},
        "query": {"type": "string", "minLength": 1, "maxLength": 8000},
        "filter": {"type": "object", "minProperties": 1},
        "order_by": {
          "type": "array", "minItems": 1, "maxItems": 5,
          "items": {"type": "string", "pattern": "^-?[a-z0-9_]+(\\.[a-z0-9_]+)*$", "maxLength": 200}
        },
        "limit": {
          "type": "object",
          "properties": {
            "default": {"type": "integer", "minimum": 1, "maximum": 1000},
            "max": {"type": "integer", "minimum": 1, "maximum": 1000}
          },
          "additionalProperties": false
        },
        "parameters": {"type": "array", "maxItems": 50, "items": {"$ref": "#/$defs/parameter"}},
        "fixed_values": {
          "type": "object", "minProperties": 1, "maxProperties": 50,
          "propertyNames": {"pattern": "^[a-z0-9_]+$"},
          "additionalProperties": {"$ref": "#/$defs/scalar"}
        }
      },
      "required": ["name", "description", "operation", "table"],
      "additionalProperties": false
    },
    "parameter": {
      "type": "object",
      "properties": {
        "name": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,49}$"},
        "field": {"$ref": "#/$defs/field"},
        "operator": {
          "enum": ["=", "!=", "<", "<=", ">", ">=", "contains", "not_contains", "starts_with",
                   "ends_with", "in", "not_in", "between", "on", "not_on"]
        },
        "type": {"enum": ["string", "integer", "number", "boolean", "date", "date_time", "sys_id"]},
        "description": {"type": "string", "minLength": 1},
        "enum": {
          "type": "array", "minItems": 1, "maxItems": 200, "uniqueItems": true,
          "items": {"$ref": "#/$defs/scalar"}
        },
        "required": {"type": "boolean"},
        "default": {}
      },
      "required": ["name", "description"],
      "additionalProperties": false
    }
  }
})json";

std::string wordsOf(const schema::Violation& violation) {
    return "at " + (violation.path.empty() ? "the top" : violation.path) + ": " + violation.message;
}

}  // namespace

std::string_view declarationSchema() {
    return kSchema;
}

base::Result<base::Done> checkForm(const nlohmann::json& document) {
    const auto form = schema::Schema::compile(kSchema);
    if (!form.ok()) return form.error();
    const auto violations = form.value().check(document);
    if (violations.empty()) return base::Done{};
    std::string words;
    for (const auto& violation : violations) {
        words += (words.empty() ? "" : "; ") + wordsOf(violation);
    }
    return base::Error{std::move(words)};
}

}  // namespace toolhost::loader
