#include "loader/declared/declaration.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "loader/declared/argument_schema.hpp"
#include "loader/declared/declaration_rules.hpp"
#include "loader/declared/declaration_schema.hpp"
#include "loader/declared/tool_kind.hpp"
#include "loader/provenance/plugin_note.hpp"
#include "servicenow/query/encoded_query.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

/// Watches a text being parsed for an object that names a member twice: two readers must not see
/// two different tools in it.
class TwiceNamed {
public:
    bool operator()(json::parse_event_t event, const json& parsed) {
        if (event == json::parse_event_t::object_start) open_.emplace_back();
        if (event == json::parse_event_t::object_end) open_.pop_back();
        if (event == json::parse_event_t::key) {
            const auto& name = parsed.get_ref<const std::string&>();
            if (!open_.back().insert(name).second && name_.empty()) name_ = base::quoted(name);
        }
        return true;
    }

    /// The first such name, quoted; empty when there is none.
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    std::vector<std::set<std::string>> open_;
    std::string name_;
};

base::Result<json> parse(std::string_view text) {
    if (text.size() > kDeclarationBytesMax) {
        return base::Error{"it has " + std::to_string(text.size()) + " bytes, at most " +
                           std::to_string(kDeclarationBytesMax) + " are read"};
    }
    TwiceNamed watch;
    json document = json::parse(
        text,
        [&watch](int, json::parse_event_t event, const json& parsed) {
            return watch(event, parsed);
        },
        false);
    if (document.is_discarded()) return base::Error{"it is not JSON in UTF-8"};
    if (!watch.name().empty()) {
        return base::Error{"an object in it has the member " + watch.name() + " twice"};
    }
    return document;
}

std::string textOf(const json& object, const char* member) {
    return object.value(member, std::string());
}

/// The member's JSON text; empty when it is not there.
std::string jsonIn(const json& object, const char* member) {
    const auto found = object.find(member);
    return found == object.end() ? std::string() : found->dump();
}

Parameter parameterOf(const json& declared, Operation operation) {
    const std::string name = textOf(declared, "name");
    return {.name = name,
            .field = declared.value("field", name),
            .compared_by = declared.value("operator", "="),
            .is_required = declared.value("required", false),
            .schema = argumentSchema(declared, operation).dump(),
            .otherwise = jsonIn(declared, "default")};
}

/// "-opened_at" is "^ORDERBYDESCopened_at".
std::string orderOf(const json& fields) {
    std::string order;
    for (const json& element : fields) {
        const auto& field = element.get_ref<const std::string&>();
        const bool is_descending = field.front() == '-';
        order += is_descending ? "^ORDERBYDESC" + field.substr(1) : "^ORDERBY" + field;
    }
    return order;
}

/// As the parser prints it, so that an order can stand behind it.
std::string queryOf(const json& declared) {
    const auto parsed = servicenow::EncodedQuery::parse(textOf(declared, "query"));
    return parsed.ok() ? parsed.value().text() : std::string();  // the rules have let it through
}

ListLimit limitOf(const json& declared) {
    ListLimit limit;
    limit.otherwise = declared.value("default", limit.otherwise);
    limit.most = declared.value("max", std::max(limit.otherwise, limit.most));
    limit.otherwise = std::min(limit.otherwise, limit.most);
    return limit;
}

DeclaredTool toolOf(const json& declared) {
    DeclaredTool tool;
    tool.name = textOf(declared, "name");
    tool.title = textOf(declared, "title");
    tool.description = textOf(declared, "description");
    tool.operation = kindNamed(textOf(declared, "operation")).operation;
    tool.table = textOf(declared, "table");
    tool.instance = textOf(declared, "instance");
    tool.fields = declared.value("fields", std::vector<std::string>());
    tool.display = declared.value("display", "display");
    tool.key = declared.value("key", kUsualKey);
    tool.query = queryOf(declared);
    tool.filter = jsonIn(declared, "filter");
    tool.order = orderOf(declared.value("order_by", json::array()));
    tool.limit = limitOf(declared.value("limit", json::object()));
    tool.fixed_values = jsonIn(declared, "fixed_values");
    for (const json& parameter : declared.value("parameters", json::array())) {
        tool.parameters.push_back(parameterOf(parameter, tool.operation));
    }
    return tool;
}

base::Result<std::vector<DeclaredTool>> toolsOf(const json& document) {
    std::vector<DeclaredTool> tools;
    std::set<std::string> names;
    for (const json& declared : document.at("tools")) {
        const std::string pointer = "/tools/" + std::to_string(tools.size());
        if (const auto done = checkRules(declared, pointer); !done.ok()) return done.error();
        tools.push_back(toolOf(declared));
        if (!names.insert(tools.back().name).second) {
            return base::Error{"at " + pointer + "/name: another tool is called " +
                               base::quoted(tools.back().name)};
        }
    }
    return tools;
}

}  // namespace

base::Result<Declaration> readDeclaration(std::string_view text) {
    const auto document = parse(text);
    if (!document.ok()) return document.error();
    if (const auto done = checkForm(document.value()); !done.ok()) return done.error();
    Declaration declaration;
    declaration.id = textOf(document.value(), "id");
    declaration.version = textOf(document.value(), "version");
    if (const auto done = checkNames(declaration.id, declaration.version); !done.ok()) {
        return done.error();
    }
    auto tools = toolsOf(document.value());
    if (!tools.ok()) return tools.error();
    declaration.tools = std::move(tools).value();
    return declaration;
}

}  // namespace toolhost::loader
