#include "schema/documents.hpp"

#include <utility>
#include <vector>

#include "base/text.hpp"
#include "schema/identifiers.hpp"
#include "schema/json_pointer.hpp"
#include "schema/metaschemas.hpp"
#include "schema/rendering.hpp"
#include "schema/uri.hpp"

namespace toolhost::schema {
namespace {

using base::Done;
using base::Error;
using base::Result;
using nlohmann::json;

/// Whether a URI names a dialect of JSON Schema's own, whatever a DocumentSource may say of it.
bool isOfficialDialect(std::string_view uri) {
    return uri.starts_with("http://json-schema.org/") ||
           uri.starts_with("https://json-schema.org/");
}

Error unsupportedDialect(const std::string& uri) {
    return {"$schema names the dialect " + base::quoted(uri) + "; the one supported is 2020-12 (" +
            std::string(kDialect) + "), which is also meant when $schema is left out"};
}

Error unresolvable(const std::string& uri) {
    return {base::quoted(uri) +
            " is not part of this schema, and references are never fetched; copy the schema it "
            "names into $defs and refer to it there"};
}

}  // namespace

std::string Place::describe() const {
    return (resource == nullptr ? "" : resource->document_uri) + "#" + pointer;
}

Result<Place> Documents::addRoot(const json& schema) {
    return addDocument(schema, "", "");
}

Result<Place> Documents::addDocument(const json& schema,
                                     const std::string& uri,
                                     std::string document_uri) {
    Resource& resource = resources_.emplace_back();
    resource.base_uri = uri;
    resource.document_uri = std::move(document_uri);
    resource.vocabularies = Vocabularies::standard();
    resource.root = {&schema, &resource, ""};
    by_uri_[uri] = &resource;
    if (auto sized = checkSize(schema, options_.bounds); !sized) {
        return because(resource.root.describe(), sized.error());
    }
    if (auto scanned = scan(resource.root); !scanned) return scanned.error();
    return resource.root;
}

Place Documents::placeOf(const Subschema& subschema, const Place& parent) const {
    const auto known = places_.find(subschema.schema);
    if (known != places_.end()) return known->second;
    return {subschema.schema, parent.resource, parent.pointer + subschema.pointer};
}

Result<Done> Documents::scan(Place start) {
    std::vector<Place> open{std::move(start)};
    while (!open.empty()) {
        Place place = std::move(open.back());
        open.pop_back();
        if (places_.count(place.schema) != 0) continue;
        if (places_.size() >= options_.bounds.subschemas_max) {
            return Error{place.describe() + ": the schema has more than " +
                         counted(options_.bounds.subschemas_max, "subschema")};
        }
        if (auto identified = identify(place); !identified) {
            return because(place.describe(), identified.error());
        }
        for (const auto& subschema : subschemasOf(*place.schema)) {
            open.push_back(placeOf(subschema, place));
        }
        places_.emplace(place.schema, std::move(place));
    }
    return Done{};
}

/// Learns what a schema calls itself; moves the place to the resource that it starts, if any.
Result<Done> Documents::identify(Place& place) {
    if (!place.schema->is_object()) return Done{};
    if (auto resource = identifyResource(place); !resource) return resource;
    if (auto dialect = identifyDialect(place); !dialect) return dialect;
    return identifyAnchors(place);
}

Result<Done> Documents::identifyResource(Place& place) {
    auto id = idOf(*place.schema);
    if (!id) return id.error();
    if (id.value().empty()) return Done{};
    const std::string uri = resolveUri(place.resource->base_uri, id.value());
    if (place.schema != place.resource->root.schema) {
        const Resource& parent = *place.resource;
        place.resource = &resources_.emplace_back();
        place.resource->document_uri = parent.document_uri;
        place.resource->vocabularies = parent.vocabularies;
        place.resource->root = place;
    }
    place.resource->base_uri = uri;
    const auto [registered, is_new] = by_uri_.emplace(uri, place.resource);
    if (is_new || registered->second == place.resource) return Done{};
    return Error{"another schema has the same $id " + base::quoted(uri)};
}

Result<Done> Documents::identifyDialect(const Place& place) {
    auto dialect = textOf(*place.schema, "$schema");
    if (!dialect) return dialect.error();
    if (dialect.value().empty()) return Done{};
    auto vocabularies = vocabulariesNamed(dialect.value());
    if (!vocabularies) return vocabularies.error();
    const bool is_resource_root = place.schema == place.resource->root.schema;
    if (is_resource_root) place.resource->vocabularies = vocabularies.value();
    return Done{};
}

Result<Vocabularies> Documents::vocabulariesNamed(const std::string& dialect) {
    const std::string uri = splitUri(dialect).document;
    if (uri == kDialect) return Vocabularies::standard();
    if (isOfficialDialect(uri)) return unsupportedDialect(dialect);
    const auto metaschema = fetch(uri);
    if (!metaschema) return unsupportedDialect(dialect);
    auto vocabularies = Vocabularies::of(*metaschema.value());
    if (!vocabularies) return because("$schema " + base::quoted(uri), vocabularies.error());
    return vocabularies;
}

Result<Done> Documents::identifyAnchors(const Place& place) {
    Resource& resource = *place.resource;
    for (const char* const keyword : {"$anchor", "$dynamicAnchor"}) {
        auto anchor = anchorOf(*place.schema, keyword);
        if (!anchor) return anchor.error();
        const std::string& name = anchor.value();
        if (name.empty()) continue;
        const auto [known, is_new] = resource.anchors.emplace(name, place);
        if (!is_new && known->second.schema != place.schema) {
            return Error{"the anchor " + base::quoted(name) + " is also at " +
                         known->second.describe()};
        }
        if (keyword[1] == 'd') resource.dynamic_anchors.emplace(name, place);
    }
    return Done{};
}

Result<Place> Documents::resolve(const std::string& reference, const Place& from) {
    const auto [uri, fragment] = splitUri(resolveUri(from.resource->base_uri, reference));
    auto resource = resourceAt(uri);
    if (!resource) return resource.error();
    return targetOf(fragment, *resource.value());
}

Result<Resource*> Documents::resourceAt(const std::string& uri) {
    if (const auto known = by_uri_.find(uri); known != by_uri_.end()) return known->second;
    const auto document = fetch(uri);
    if (!document) return document.error();
    auto root = addDocument(*document.value(), uri, uri);
    if (!root) return root.error();
    return by_uri_.at(uri);
}

Result<const json*> Documents::fetch(const std::string& uri) {
    if (const auto known = fetched_.find(uri); known != fetched_.end()) return &known->second;
    std::string text(metaschemaText(uri));
    if (text.empty() && options_.documents) text = options_.documents(uri).value_or("");
    if (text.empty()) return unresolvable(uri);
    json document = json::parse(text, nullptr, false);
    if (document.is_discarded()) return Error{"the document " + base::quoted(uri) + " is not JSON"};
    return &fetched_.emplace(uri, std::move(document)).first->second;
}

Result<Place> Documents::targetOf(const std::string& fragment, const Resource& resource) {
    if (fragment.empty()) return resource.root;
    if (fragment.front() == '/') return pointerTarget(fragment, resource);
    const auto anchor = resource.anchors.find(fragment);
    if (anchor != resource.anchors.end()) return anchor->second;
    return Error{"there is no $anchor " + base::quoted(fragment) + " in " +
                 resource.root.describe()};
}

Result<Place> Documents::pointerTarget(const std::string& pointer, const Resource& resource) {
    const auto tokens = pointerTokens(pointer);
    if (!tokens) return Error{base::quoted("#" + pointer) + " is not a JSON Pointer"};
    Place place = resource.root;
    for (const auto& token : *tokens) {
        const json* const child = childAt(*place.schema, token);
        if (child == nullptr) return Error{"there is nothing at " + base::quoted("#" + pointer)};
        place = placeOf({child, pointerToken(token)}, place);
    }
    // Within an unknown keyword nothing was taken for a schema before.
    if (auto scanned = scan(place); !scanned) return scanned.error();
    return places_.at(place.schema);
}

}  // namespace toolhost::schema
