#include "loader/checkup/hostile_arguments.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <utility>

namespace toolhost::loader {
namespace {

using nlohmann::json;

constexpr std::size_t kHugeTextBytes = std::size_t{1} << 20;
constexpr std::size_t kLongList = 10'000;
/// Deeper than the host lets arguments be.
constexpr std::size_t kDepth = 1'000;

json member(const json& object, const char* name, json otherwise) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found == object.end() ? otherwise : *found;
}

json propertiesOf(const json& schema) {
    json properties = member(schema, "properties", json::object());
    return properties.is_object() ? properties : json::object();
}

// ---- what fits

/// Values of which one is likely to fit any property people write.
json likelyValues(const json& property) {
    json values = json::array();
    for (const char* own : {"default", "const", "minimum", "maximum"}) {
        if (const json value = member(property, own, json()); !value.is_null()) {
            values.push_back(value);
        }
    }
    for (const char* list : {"examples", "enum"}) {
        for (const json& value : member(property, list, json::array())) {
            values.push_back(value);
        }
    }
    const json usual = {"a",
                        "incident",
                        "number",
                        "query",
                        "a word or two",
                        "0123456789abcdef0123456789abcdef",
                        "2026-01-31",
                        "2026-01-31 10:00:00",
                        "2026-01-31T10:00:00Z",
                        "somebody@example.com",
                        "https://example.com/",
                        "12345678-1234-1234-1234-123456789abc",
                        "0",
                        "",
                        0,
                        1,
                        0.5,
                        false,
                        json::array(),
                        json::array({"a"}),
                        json::array({1}),
                        json::array({json::object()}),
                        json::object(),
                        nullptr,
                        std::string(100, 'a')};
    values.insert(values.end(), usual.begin(), usual.end());
    return values;
}

/// The first value that the property takes within the whole arguments, which must then conform.
bool fillIn(const std::string& name, const json& property, const schema::Schema& all, json& into) {
    for (const json& value : likelyValues(property)) {
        into[name] = value;
        if (all.check(into).empty()) return true;
    }
    into.erase(name);
    return false;
}

/// Likely values for what is required, each judged by its own schema alone.
json requiredArguments(const json& schema) {
    json arguments = json::object();
    const json properties = propertiesOf(schema);
    for (const json& name : member(schema, "required", json::array())) {
        if (!name.is_string()) continue;
        const json property = member(properties, name.get_ref<const std::string&>().c_str(), true);
        const auto compiled = schema::Schema::compile(property);
        for (const json& value : likelyValues(property)) {
            const bool fits = !compiled.ok() || compiled.value().check(value).empty();
            if (!fits) continue;
            arguments[name.get_ref<const std::string&>()] = value;
            break;
        }
    }
    return arguments;
}

// ---- what does not

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

/// Texts that a parser or a format or a file name may stumble over.
std::vector<std::string> nastyTexts() {
    return {"",
            std::string("a\0b", 3),
            "%s%s%n%n",
            "../../../../etc/passwd",
            "'; DROP TABLE users; --",
            "x^ORactive=true",
            "javascript:gs.sleep(1)",
            "\xE2\x80\xAE\xF0\x9F\x92\xA9",
            "9999999999999999999999",
            std::string(kHugeTextBytes, 'x')};
}

/// Values as JSON text: what no library would write is among them.
std::vector<std::string> nastyValues() {
    std::vector<std::string> values = {"null",
                                       "true",
                                       "false",
                                       "0",
                                       "-1",
                                       "-0.0",
                                       "0.1",
                                       "1e308",
                                       "-1e308",
                                       "1e999",
                                       "9223372036854775807",
                                       "9223372036854775808",
                                       "-9223372036854775809",
                                       "18446744073709551616",
                                       "[]",
                                       "{}",
                                       "[null]",
                                       R"({"":{"":[]}})",
                                       R"("\ud800")",
                                       "\"\xff\xfe\"",
                                       nested(kDepth)};
    for (const auto& text : nastyTexts()) {
        values.push_back(json(text).dump());
    }
    values.push_back(json(std::vector<int>(kLongList, -1)).dump());
    return values;
}

/// Whole arguments that are no object, or none that can be read.
std::vector<std::string> nastyArguments() {
    return {"",
            "null",
            "[]",
            "42",
            "\"text\"",
            "{}",
            "{\"a\":",
            "{\"a\":1}}",
            "\xff",
            nested(kDepth),
            R"({"a":1,"a":2})",
            std::string(kHugeTextBytes, ' ')};
}

/// Makes objects of the tool's own members with values it does not expect.
class Objects {
public:
    explicit Objects(const json& schema) : values_(nastyValues()) {
        const json properties = propertiesOf(schema);
        for (const auto& [name, property] : properties.items()) {
            names_.push_back(name);
        }
        names_.emplace_back("nobody_asked_for_this");
    }

    /// Each member alone with each value, as long as there are any.
    [[nodiscard]] std::vector<std::string> single() const {
        std::vector<std::string> objects;
        for (const auto& name : names_) {
            for (const auto& value : values_) {
                objects.push_back('{' + json(name).dump() + ':' + value + '}');
            }
        }
        return objects;
    }

    /// Every member, each with a value of its own.
    std::string random() {
        std::string object = "{";
        for (const auto& name : names_) {
            auto at = std::uniform_int_distribution<std::size_t>(0, values_.size() - 1);
            object +=
                (object.size() > 1 ? "," : "") + json(name).dump() + ':' + values_[at(generator_)];
        }
        return object + '}';
    }

    void shuffle(std::vector<std::string>& objects) {
        std::shuffle(objects.begin(), objects.end(), generator_);
    }

private:
    std::vector<std::string> names_;
    const std::vector<std::string> values_;
    std::mt19937 generator_{20260728};  // NOLINT(cert-msc51-cpp): each run tries the same
};

}  // namespace

std::optional<std::string> conformingArguments(const json& input_schema,
                                               const schema::Schema& compiled) {
    json arguments = requiredArguments(input_schema);
    if (!compiled.check(arguments).empty()) return std::nullopt;
    const json properties = propertiesOf(input_schema);
    for (const auto& [name, property] : properties.items()) {
        if (!arguments.contains(name)) fillIn(name, property, compiled, arguments);
    }
    return arguments.dump();
}

std::vector<std::string> hostileArguments(const json& input_schema, std::size_t count) {
    Objects objects(input_schema);
    std::vector<std::string> all = nastyArguments();
    std::vector<std::string> single = objects.single();
    objects.shuffle(single);
    // Half of what is left alone, the rest in company.
    const std::size_t left = count > all.size() ? count - all.size() : 0;
    single.resize(std::min(single.size(), (left + 1) / 2));
    std::move(single.begin(), single.end(), std::back_inserter(all));
    while (all.size() < count) {
        all.push_back(objects.random());
    }
    all.resize(count);
    return all;
}

}  // namespace toolhost::loader
