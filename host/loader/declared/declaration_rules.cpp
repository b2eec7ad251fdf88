#include "loader/declared/declaration_rules.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "loader/declared/argument_schema.hpp"
#include "loader/declared/tool_kind.hpp"
#include "schema/schema.hpp"
#include "servicenow/query/encoded_query.hpp"
#include "servicenow/query/query_filter.hpp"

namespace toolhost::loader {
namespace {

using base::Done;
using base::Result;
using nlohmann::json;

/// Arguments that tools have of themselves.
constexpr std::array<std::string_view, 3> kOwnArguments = {"limit", "cursor", "instance"};

base::Error at(const std::string& pointer, const std::string& what) {
    return {"at " + pointer + ": " + what};
}

Result<Done> checkMembers(const json& tool, const ToolKind& kind, const std::string& pointer) {
    for (const auto& [name, value] : tool.items()) {
        if (kind.takes(name)) continue;
        return at(pointer + '/' + name,
                  "a tool of operation " + base::quoted(kind.word) + " takes no " + name +
                      "; it takes " + base::join(kind.members(), ", "));
    }
    for (const auto member : kind.needs) {
        if (member.empty() || tool.contains(member)) continue;
        return at(
            pointer,
            "a tool of operation " + base::quoted(kind.word) + " needs " + std::string(member));
    }
    return Done{};
}

/// The conditions as they will be sent, so that what is nested too deep is known now.
Result<Done> checkConditions(const json& tool, const std::string& pointer) {
    if (const auto query = tool.find("query"); query != tool.end()) {
        const auto parsed = servicenow::EncodedQuery::parse(query->get_ref<const std::string&>());
        if (!parsed.ok()) return at(pointer + "/query", parsed.error().what);
    }
    if (const auto filter = tool.find("filter"); filter != tool.end()) {
        const auto compiled = servicenow::compileFilter(json{{"all", json::array({*filter})}});
        if (!compiled.ok()) return at(pointer + "/filter", compiled.error().what);
    }
    return Done{};
}

Result<Done> checkLimit(const json& tool, const std::string& pointer) {
    const json limit = tool.value("limit", json::object());
    if (limit.value("default", 1) <= limit.value("max", 1'000)) return Done{};
    return at(pointer + "/limit/default", "more than max");
}

/// Each default, and each choice, must be what the parameter takes.
Result<Done> checkDefault(const json& parameter, Operation operation, const std::string& pointer) {
    const auto otherwise = parameter.find("default");
    if (otherwise == parameter.end()) return Done{};
    if (operation == Operation::Update) {
        return at(pointer + "/default",
                  "an update changes what the caller names and nothing else; use fixed_values for "
                  "what it always sets");
    }
    if (parameter.value("required", false)) {
        return at(pointer + "/default", "a required parameter is always given");
    }
    const auto taken = schema::Schema::compile(argumentSchema(parameter, operation).dump());
    if (!taken.ok()) return at(pointer, taken.error().what);
    const auto violations = taken.value().check(*otherwise);
    if (violations.empty()) return Done{};
    return at(pointer + "/default", schema::describe(violations));
}

/// Of a value that is written: whose field it is, and that nothing compares.
Result<Done> checkWritten(const json& parameter, const json& tool, const std::string& pointer) {
    const std::string field = parameter.value("field", parameter.value("name", ""));
    if (parameter.contains("operator")) {
        return at(pointer + "/operator", "nothing is compared where a value is written");
    }
    if (field.find('.') != std::string::npos) {
        return at(pointer + "/field",
                  base::quoted(field) +
                      " is a field of another record; only the record's own are "
                      "written");
    }
    if (tool.value("fixed_values", json::object()).contains(field)) {
        return at(pointer + "/field", "fixed_values gives " + base::quoted(field) + " already");
    }
    return Done{};
}

/// Goes over a tool's parameters one after the other.
class ParameterCheck {
public:
    ParameterCheck(const json& tool, Operation operation) : tool_(tool), operation_(operation) {
        names_.insert(kOwnArguments.begin(), kOwnArguments.end());
        if (kindOf(operation).names_a_record) names_.insert(tool.value("key", kUsualKey));
    }

    Result<Done> check(const json& parameter, const std::string& pointer) {
        const std::string name = parameter.value("name", "");
        if (!names_.insert(name).second) {
            return at(pointer + "/name",
                      base::quoted(name) + " is an argument of the tool already");
        }
        if (operation_ != Operation::List) {
            if (auto done = checkWritten(parameter, tool_, pointer); !done.ok()) return done;
            if (!fields_.insert(parameter.value("field", name)).second) {
                return at(pointer + "/field", "another parameter writes the same field");
            }
        }
        return checkDefault(parameter, operation_, pointer);
    }

private:
    const json& tool_;
    const Operation operation_;
    std::set<std::string> names_;
    std::set<std::string> fields_;  // that are written
};

Result<Done> checkParameters(const json& tool, Operation operation, const std::string& pointer) {
    ParameterCheck each(tool, operation);
    std::size_t position = 0;
    for (const json& parameter : tool.value("parameters", json::array())) {
        const std::string place = pointer + "/parameters/" + std::to_string(position++);
        if (auto done = each.check(parameter, place); !done.ok()) return done;
    }
    const bool writes = operation == Operation::Create || operation == Operation::Update;
    if (writes && position == 0 && !tool.contains("fixed_values")) {
        return at(pointer, "it would write nothing: it needs parameters or fixed_values");
    }
    return Done{};
}

}  // namespace

Result<Done> checkRules(const json& tool, const std::string& pointer) {
    const ToolKind& kind = kindNamed(tool.at("operation").get_ref<const std::string&>());
    if (auto done = checkMembers(tool, kind, pointer); !done.ok()) return done;
    if (auto done = checkConditions(tool, pointer); !done.ok()) return done;
    if (auto done = checkLimit(tool, pointer); !done.ok()) return done;
    return checkParameters(tool, kind.operation, pointer);
}

}  // namespace toolhost::loader
