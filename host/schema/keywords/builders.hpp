#pragma once

#include <memory>

#include "schema/node.hpp"
#include "schema/source.hpp"

// One builder per group of keywords, as KeywordGroup::build describes it.
namespace toolhost::schema::keywords {

using Built = std::unique_ptr<const Keyword>;

Built annotations(Source& source);
Built allOf(Source& source);
Built anyOf(Source& source);
Built conditional(Source& source);
Built constant(Source& source);
Built contains(Source& source);
Built contentSchema(Source& source);
Built definitions(Source& source);
Built dependentRequired(Source& source);
Built dependentSchemas(Source& source);
Built dynamicReference(Source& source);
Built enumeration(Source& source);
Built format(Source& source);
Built itemCount(Source& source);
Built items(Source& source);
Built length(Source& source);
Built multipleOf(Source& source);
Built negation(Source& source);
Built oneOf(Source& source);
Built pattern(Source& source);
Built properties(Source& source);
Built propertyCount(Source& source);
Built propertyNames(Source& source);
Built range(Source& source);
Built reference(Source& source);
Built required(Source& source);
Built unevaluatedItems(Source& source);
Built unevaluatedProperties(Source& source);
Built uniqueItems(Source& source);

}  // namespace toolhost::schema::keywords
