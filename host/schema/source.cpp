#include "schema/source.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <set>

#include "base/text.hpp"
#include "schema/json_pointer.hpp"
#include "schema/number.hpp"
#include "schema/rendering.hpp"
#include "schema/uri.hpp"

namespace toolhost::schema {
namespace {

using nlohmann::json;

std::string pointerTo(std::string_view keyword) {
    return "/" + std::string(keyword);
}

bool isNegative(const json& number) {
    return number.is_number_float() ? number.get<double>() < 0 : number < 0;
}

/// A whole number as a size; one too large for any value's size is as good as the largest.
std::size_t saturated(const json& number) {
    if (!number.is_number_float()) return number.get<std::uint64_t>();
    constexpr double kLargest = 9e15;
    return static_cast<std::size_t>(std::min(number.get<double>(), kLargest));
}

}  // namespace

const json* Source::find(std::string_view keyword) const {
    const auto found = place_.schema->find(keyword);
    return found == place_.schema->end() ? nullptr : &*found;
}

bool Source::assertsFormats() const {
    return has(Vocabulary::FormatAssertion) || compiler_.options().formats == Formats::Assert;
}

void Source::refuse(const std::string& pointer, const std::string& why) {
    if (!problem_) problem_ = base::Error{place_.describe() + pointer + ": " + why};
}

std::optional<std::string> Source::text(std::string_view keyword) {
    const json* const value = find(keyword);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    refuse(pointerTo(keyword), "must be a string, not " + shown(*value));
    return std::nullopt;
}

std::optional<bool> Source::truth(std::string_view keyword) {
    const json* const value = find(keyword);
    if (value == nullptr) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    refuse(pointerTo(keyword), "must be true or false, not " + shown(*value));
    return std::nullopt;
}

const json* Source::number(std::string_view keyword) {
    const json* const value = find(keyword);
    if (value == nullptr || value->is_number()) return value;
    refuse(pointerTo(keyword), "must be a number, not " + shown(*value));
    return nullptr;
}

std::optional<std::size_t> Source::count(std::string_view keyword) {
    const json* const value = find(keyword);
    if (value == nullptr) return std::nullopt;
    if (value->is_number() && isInteger(*value) && !isNegative(*value)) return saturated(*value);
    refuse(pointerTo(keyword), "must be an integer of at least 0, not " + shown(*value));
    return std::nullopt;
}

const json* Source::array(std::string_view keyword) {
    const json* const value = find(keyword);
    if (value == nullptr || value->is_array()) return value;
    refuse(pointerTo(keyword), "must be an array, not " + shown(*value));
    return nullptr;
}

const json* Source::object(std::string_view keyword) {
    const json* const value = find(keyword);
    if (value == nullptr || value->is_object()) return value;
    refuse(pointerTo(keyword), "must be an object, not " + shown(*value));
    return nullptr;
}

std::vector<std::string> Source::namesIn(const json& value, const std::string& pointer) {
    std::vector<std::string> names;
    std::set<std::string> seen;
    if (!value.is_array()) refuse(pointer, "must be an array of strings, not " + shown(value));
    for (const auto& name : value) {
        if (!name.is_string()) {
            refuse(pointer, "must hold strings only, not " + shown(name));
        } else if (!seen.insert(name.get<std::string>()).second) {
            refuse(pointer, "names " + shown(name) + " twice");
        } else {
            names.push_back(name.get<std::string>());
        }
    }
    return names;
}

std::vector<std::string> Source::names(std::string_view keyword) {
    const json* const value = find(keyword);
    return value == nullptr ? std::vector<std::string>() : namesIn(*value, pointerTo(keyword));
}

std::vector<NamedNames> Source::namesByName(std::string_view keyword) {
    std::vector<NamedNames> found;
    const json* const value = object(keyword);
    if (value == nullptr) return found;
    for (const auto& [name, names] : value->items()) {
        found.emplace_back(name, namesIn(names, pointerTo(keyword) + pointerToken(name)));
    }
    return found;
}

const Node* Source::nodeOf(const json& schema, const std::string& pointer) {
    return compiler_.nodeAt(compiler_.placeOf({&schema, pointer}, place_));
}

const Node* Source::subschema(std::string_view keyword) {
    const json* const value = find(keyword);
    return value == nullptr ? nullptr : nodeOf(*value, pointerTo(keyword));
}

std::vector<const Node*> Source::subschemas(std::string_view keyword) {
    std::vector<const Node*> nodes;
    const json* const value = array(keyword);
    if (value == nullptr) return nodes;
    if (value->empty()) refuse(pointerTo(keyword), "must hold at least one schema");
    for (std::size_t i = 0; i < value->size(); ++i) {
        nodes.push_back(nodeOf((*value)[i], pointerTo(keyword) + "/" + std::to_string(i)));
    }
    return nodes;
}

std::vector<NamedNode> Source::subschemasByName(std::string_view keyword) {
    std::vector<NamedNode> nodes;
    const json* const value = object(keyword);
    if (value == nullptr) return nodes;
    for (const auto& [name, schema] : value->items()) {
        nodes.emplace_back(name, nodeOf(schema, pointerTo(keyword) + pointerToken(name)));
    }
    return nodes;
}

std::optional<Place> Source::target(std::string_view keyword) {
    const auto uri = text(keyword);
    if (!uri) return std::nullopt;
    auto place = compiler_.resolve(*uri, place_);
    if (place) return std::move(place).value();
    refuse(pointerTo(keyword), place.error().what);
    return std::nullopt;
}

const Node* Source::reference(std::string_view keyword) {
    const auto place = target(keyword);
    return place ? compiler_.nodeAt(*place) : nullptr;
}

std::optional<std::string> Source::dynamicAnchor(std::string_view keyword) {
    const auto place = target(keyword);
    if (!place) return std::nullopt;
    std::string anchor = splitUri(*text(keyword)).fragment;
    const auto& anchors = place->resource->dynamic_anchors;
    const auto found = anchors.find(anchor);
    if (found == anchors.end() || found->second.schema != place->schema) return std::nullopt;
    return anchor;
}

std::shared_ptr<const Pattern> Source::pattern(const std::string& text,
                                               const std::string& pointer) {
    auto pattern = compiler_.patternOf(text);
    if (pattern) return std::move(pattern).value();
    refuse(pointer,
           "the pattern " + base::quoted(text) + " is not accepted: " + pattern.error().what);
    return nullptr;
}

}  // namespace toolhost::schema
