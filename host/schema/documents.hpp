#pragma once

#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"
#include "schema/options.hpp"
#include "schema/subschemas.hpp"
#include "schema/vocabulary.hpp"

namespace toolhost::schema {

struct Resource;

/// A place in a document where a schema stands, and the resource it belongs to.
struct Place {
    const nlohmann::json* schema = nullptr;
    Resource* resource = nullptr;
    std::string pointer;  ///< from the root of the document

    /// For an error: "#/properties/a", after the document's URI when it is not the one compiled.
    [[nodiscard]] std::string describe() const;
};

/// A schema resource (core §4.3.5): a document, or a subschema with an `$id` of its own.
struct Resource {
    std::string base_uri;
    std::string document_uri;  ///< "" for the document being compiled
    Vocabularies vocabularies;
    Place root;
    std::map<std::string, Place, std::less<>> anchors;          ///< of both kinds
    std::map<std::string, Place, std::less<>> dynamic_anchors;  ///< `$dynamicAnchor` only
};

/// Every document that a schema reaches, with its resources and anchors. Lives while compiling.
class Documents {
public:
    explicit Documents(const Options& options) : options_(options) {}

    /// Takes in the schema to compile; borrowed for as long as this lives.
    base::Result<Place> addRoot(const nlohmann::json& schema);

    /// What a `$ref` standing at `from` refers to. Takes in the document it leads to.
    base::Result<Place> resolve(const std::string& reference, const Place& from);

    /// The place of a subschema directly within another schema.
    [[nodiscard]] Place placeOf(const Subschema& subschema, const Place& parent) const;

private:
    base::Result<Place> addDocument(const nlohmann::json& schema,
                                    const std::string& uri,
                                    std::string document_uri);
    base::Result<base::Done> scan(Place start);
    base::Result<base::Done> identify(Place& place);
    base::Result<base::Done> identifyResource(Place& place);
    base::Result<base::Done> identifyDialect(const Place& place);
    base::Result<base::Done> identifyAnchors(const Place& place);
    base::Result<Vocabularies> vocabulariesNamed(const std::string& dialect);
    base::Result<Resource*> resourceAt(const std::string& uri);
    base::Result<const nlohmann::json*> fetch(const std::string& uri);
    base::Result<Place> targetOf(const std::string& fragment, const Resource& resource);
    base::Result<Place> pointerTarget(const std::string& pointer, const Resource& resource);

    const Options& options_;
    std::map<std::string, nlohmann::json> fetched_;  // by URI
    std::deque<Resource> resources_;
    std::map<std::string, Resource*> by_uri_;
    std::unordered_map<const nlohmann::json*, Place> places_;  // of every schema seen
};

}  // namespace toolhost::schema
