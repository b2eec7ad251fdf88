#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "schema/compiler.hpp"
#include "schema/node.hpp"
#include "schema/patterns/pattern.hpp"

namespace toolhost::schema {

using NamedNode = std::pair<std::string, const Node*>;
using NamedNames = std::pair<std::string, std::vector<std::string>>;

/// A schema object while it is compiled: its keywords' values, each checked to be what the keyword
/// takes. The first value that is not refuses the schema (see problem()); reading goes on with
/// absent or empty ones, so that a keyword is built without looking for errors at every step.
class Source {
public:
    Source(Compiler& compiler, const Place& place, const Node& node)
        : compiler_(compiler), place_(place), node_(node) {}

    /// The keyword's value, nullptr when it is absent.
    [[nodiscard]] const nlohmann::json* find(std::string_view keyword) const;
    [[nodiscard]] bool has(Vocabulary vocabulary) const {
        return place_.resource->vocabularies.has(vocabulary);
    }
    [[nodiscard]] bool assertsFormats() const;

    std::optional<std::string> text(std::string_view keyword);
    std::optional<bool> truth(std::string_view keyword);
    std::optional<std::size_t> count(std::string_view keyword);
    const nlohmann::json* number(std::string_view keyword);
    const nlohmann::json* array(std::string_view keyword);
    std::vector<std::string> names(std::string_view keyword);
    std::vector<NamedNames> namesByName(std::string_view keyword);

    const Node* subschema(std::string_view keyword);
    std::vector<const Node*> subschemas(std::string_view keyword);
    std::vector<NamedNode> subschemasByName(std::string_view keyword);

    /// The node a `$ref` or `$dynamicRef` leads to.
    const Node* reference(std::string_view keyword);
    /// The anchor name by which a `$dynamicRef` is resolved anew at every check; absent when it is
    /// as static as a `$ref` (core §8.2.3.2).
    std::optional<std::string> dynamicAnchor(std::string_view keyword);

    std::shared_ptr<const Pattern> pattern(const std::string& text, const std::string& pointer);

    /// Notes that this schema always applies another one to the same value.
    void appliesAlways(const Node* other) { compiler_.addUnconditional(&node_, other); }

    /// Refuses the schema for what stands at a pointer within it; the first refusal counts.
    void refuse(const std::string& pointer, const std::string& why);
    [[nodiscard]] const std::optional<base::Error>& problem() const { return problem_; }

private:
    const nlohmann::json* object(std::string_view keyword);
    std::vector<std::string> namesIn(const nlohmann::json& value, const std::string& pointer);
    const Node* nodeOf(const nlohmann::json& schema, const std::string& pointer);
    std::optional<Place> target(std::string_view keyword);

    Compiler& compiler_;
    const Place& place_;
    const Node& node_;
    std::optional<base::Error> problem_;
};

}  // namespace toolhost::schema
