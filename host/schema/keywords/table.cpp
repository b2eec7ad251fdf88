#include "schema/keywords/table.hpp"

#include "schema/keywords/builders.hpp"

namespace toolhost::schema {
namespace {

using V = Vocabulary;

constexpr std::array kGroups = {
    KeywordGroup{{"title", "description", "$comment"}, V::Core, keywords::annotations},
    KeywordGroup{
        {"deprecated", "readOnly", "writeOnly", "examples"}, V::MetaData, keywords::annotations},
    KeywordGroup{{"$defs", "definitions"}, V::Core, keywords::definitions},
    KeywordGroup{{"const"}, V::Validation, keywords::constant},
    KeywordGroup{{"enum"}, V::Validation, keywords::enumeration},
    KeywordGroup{{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
                 V::Validation,
                 keywords::range},
    KeywordGroup{{"multipleOf"}, V::Validation, keywords::multipleOf},
    KeywordGroup{{"minLength", "maxLength"}, V::Validation, keywords::length},
    KeywordGroup{{"minItems", "maxItems"}, V::Validation, keywords::itemCount},
    KeywordGroup{{"minProperties", "maxProperties"}, V::Validation, keywords::propertyCount},
    KeywordGroup{{"pattern"}, V::Validation, keywords::pattern},
    // Of either format vocabulary; the builder knows which.
    KeywordGroup{{"format"}, V::Core, keywords::format},
    KeywordGroup{{"required"}, V::Validation, keywords::required},
    KeywordGroup{{"dependentRequired"}, V::Validation, keywords::dependentRequired},
    KeywordGroup{{"properties", "patternProperties", "additionalProperties"},
                 V::Applicator,
                 keywords::properties},
    KeywordGroup{{"propertyNames"}, V::Applicator, keywords::propertyNames},
    KeywordGroup{{"prefixItems", "items"}, V::Applicator, keywords::items},
    KeywordGroup{{"contains", "minContains", "maxContains"}, V::Applicator, keywords::contains},
    KeywordGroup{{"uniqueItems"}, V::Validation, keywords::uniqueItems},
    KeywordGroup{{"$ref"}, V::Core, keywords::reference},
    KeywordGroup{{"$dynamicRef"}, V::Core, keywords::dynamicReference},
    KeywordGroup{{"allOf"}, V::Applicator, keywords::allOf},
    KeywordGroup{{"dependentSchemas"}, V::Applicator, keywords::dependentSchemas},
    KeywordGroup{{"if", "then", "else"}, V::Applicator, keywords::conditional},
    KeywordGroup{{"anyOf"}, V::Applicator, keywords::anyOf},
    KeywordGroup{{"oneOf"}, V::Applicator, keywords::oneOf},
    KeywordGroup{{"not"}, V::Applicator, keywords::negation},
    KeywordGroup{{"contentSchema", "contentEncoding", "contentMediaType"},
                 V::Content,
                 keywords::contentSchema},
    KeywordGroup{{"unevaluatedItems"}, V::Unevaluated, keywords::unevaluatedItems},
    KeywordGroup{{"unevaluatedProperties"}, V::Unevaluated, keywords::unevaluatedProperties},
};

}  // namespace

std::span<const KeywordGroup> keywordGroups() {
    return kGroups;
}

}  // namespace toolhost::schema
