#include "schema/compiler.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "schema/keywords/table.hpp"
#include "schema/rendering.hpp"
#include "schema/source.hpp"

namespace toolhost::schema {
namespace {

using base::Done;
using base::Error;
using base::Result;

TypeSet typesOf(Source& source) {
    TypeSet types;
    const nlohmann::json* const value = source.find("type");
    if (value == nullptr || !source.has(Vocabulary::Validation)) return types;
    const auto names = value->is_array() ? source.names("type") : std::vector<std::string>();
    const auto add = [&](const std::string& name) {
        if (!types.add(name)) source.refuse("/type", base::quoted(name) + " is not a type");
    };
    if (value->is_array()) {
        if (value->empty()) source.refuse("/type", "must name at least one type");
        std::for_each(names.begin(), names.end(), add);
    } else if (const auto name = source.text("type")) {
        add(*name);
    }
    return types;
}

bool concerns(const KeywordGroup& group, const Source& source) {
    return source.has(group.vocabulary) &&
           std::any_of(group.keywords.begin(), group.keywords.end(), [&](auto keyword) {
               return !keyword.empty() && source.find(keyword) != nullptr;
           });
}

}  // namespace

Result<Done> Compiler::run(const nlohmann::json& schema) {
    auto root = documents_.addRoot(schema);
    if (!root) return root.error();
    program_.bounds = options_.bounds;
    program_.root = nodeAt(root.value());
    for (; built_ < pending_.size(); ++built_) {
        if (auto built = build(pending_[built_]); !built) return built;
    }
    program_.root->addInterest(program_.interest);
    return refuseEndlessReferences();
}

const Node* Compiler::nodeAt(const Place& place) {
    const auto [known, is_new] = nodes_.emplace(place.schema, nullptr);
    if (is_new) {
        known->second = &program_.nodes.emplace_back();
        pending_.push_back({place, known->second});
    }
    return known->second;
}

Result<Done> Compiler::build(const Pending& pending) {
    const nlohmann::json& schema = *pending.place.schema;
    pending.node->scope = scopeOf(*pending.place.resource);
    if (schema.is_boolean()) {
        pending.node->kind = schema.get<bool>() ? Node::Kind::Anything : Node::Kind::Nothing;
        return Done{};
    }
    if (schema.is_object()) return buildKeywords(pending);
    return Error{pending.place.describe() + ": a schema must be an object, true or false, not " +
                 shown(schema) +
                 (schema.is_array() ? " (for one schema per position use prefixItems)" : "")};
}

Result<Done> Compiler::buildKeywords(const Pending& pending) {
    Node& node = *pending.node;
    Source source(*this, pending.place, node);
    node.types = typesOf(source);
    for (const auto& group : keywordGroups()) {
        if (!concerns(group, source)) continue;
        auto keyword = group.build(source);
        if (source.problem()) break;
        auto& phase =
            group.vocabulary == Vocabulary::Unevaluated ? node.unevaluated : node.keywords;
        if (keyword) phase.push_back(std::move(keyword));
    }
    if (source.problem()) return *source.problem();
    const bool is_empty = node.types.empty() && node.keywords.empty() && node.unevaluated.empty();
    if (is_empty) node.kind = Node::Kind::Anything;
    return Done{};
}

const Scope* Compiler::scopeOf(const Resource& resource) {
    const auto [known, is_new] = scopes_.emplace(&resource, nullptr);
    if (!is_new) return known->second;
    Scope* const scope = known->second = &program_.scopes.emplace_back();
    for (const auto& [name, place] : resource.dynamic_anchors) {
        scope->dynamic_anchors.emplace(name, nodeAt(place));
    }
    return scope;
}

Result<std::shared_ptr<const Pattern>> Compiler::patternOf(std::string_view text) {
    if (const auto known = patterns_.find(text); known != patterns_.end()) return known->second;
    auto pattern = Pattern::compile(text);
    if (!pattern) return pattern.error();
    auto shared = std::make_shared<const Pattern>(std::move(pattern).value());
    patterns_.emplace(text, shared);
    return shared;
}

Result<Done> Compiler::refuseEndlessReferences() {
    for (const auto& pending : pending_) {
        if (recursion_.isEndless(pending.node)) {
            return Error{pending.place.describe() +
                         ": the schema refers back to itself for the same value, so that no check "
                         "of it would end"};
        }
    }
    return Done{};
}

}  // namespace toolhost::schema
