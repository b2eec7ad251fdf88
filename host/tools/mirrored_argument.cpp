#include "tools/mirrored_argument.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/http_token.hpp"
#include "base/json_text.hpp"
#include "base/text.hpp"

namespace toolhost::tools {
namespace {

using nlohmann::json;

constexpr const char* kMark = "x-mcp-header";
constexpr std::size_t kDepthMax = 32;

/// Reads the marks of one schema and of the properties in it.
class Reading {
public:
    base::Result<base::Done> properties(const json& schema) {
        const auto properties = schema.find("properties");
        if (properties == schema.end() || !properties->is_object()) return base::Done{};
        for (const auto& [name, property] : properties->items()) {
            path_.push_back(name);
            const auto done = one(property);
            if (!done.ok()) return done;
            path_.pop_back();
        }
        return base::Done{};
    }

    [[nodiscard]] std::size_t found() const { return arguments_.size(); }
    std::vector<MirroredArgument> take() { return std::move(arguments_); }

private:
    base::Result<base::Done> one(const json& property) {
        if (!property.is_object() || path_.size() > kDepthMax) return base::Done{};
        if (property.contains(kMark)) {
            const auto done = marked(property);
            if (!done.ok()) return done;
        }
        return properties(property);
    }

    base::Result<base::Done> marked(const json& property) {
        const std::string field = base::textIn(property, kMark);
        if (!base::isHttpToken(field)) return wrong("must be a token that HTTP allows in a name");
        if (!names_.insert(base::toLower(field)).second) return wrong("is used twice");
        const std::string type = base::textIn(property, "type");
        if (type != "string" && type != "integer" && type != "boolean") {
            return wrong("may mark a string, an integer or a boolean only");
        }
        arguments_.push_back({field, path_});
        return base::Done{};
    }

    [[nodiscard]] base::Error wrong(const char* why) const {
        return {"inputSchema: x-mcp-header of " + base::join(path_, ".") + ' ' + why};
    }

    std::vector<std::string> path_;
    std::set<std::string> names_;
    std::vector<MirroredArgument> arguments_;
};

/// How often the mark stands as a member of a schema anywhere, reachable or not.
std::size_t marksIn(const json& value, std::size_t depth = 0) {
    if (!value.is_structured() || depth > 2 * kDepthMax) return 0;
    std::size_t marks =
        value.is_object() && value.contains("type") && value.contains(kMark) ? 1 : 0;
    for (const auto& part : value) {
        marks += marksIn(part, depth + 1);
    }
    return marks;
}

}  // namespace

base::Result<std::vector<MirroredArgument>> mirroredArguments(const json& input_schema) {
    Reading reading;
    const auto done = reading.properties(input_schema);
    if (!done.ok()) return done.error();
    if (reading.found() != marksIn(input_schema)) {
        return base::Error{
            "inputSchema: x-mcp-header may stand only at properties that are reached from the root "
            "by properties alone"};
    }
    return reading.take();
}

}  // namespace toolhost::tools
