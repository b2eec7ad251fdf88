#include "schema/vocabulary.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "base/text.hpp"

namespace toolhost::schema {
namespace {

constexpr std::string_view kPrefix = "https://json-schema.org/draft/2020-12/vocab/";

struct Named {
    std::string_view name;
    Vocabulary vocabulary;
};
constexpr std::array<Named, 8> kVocabularies = {
    {{"core", Vocabulary::Core},
     {"applicator", Vocabulary::Applicator},
     {"unevaluated", Vocabulary::Unevaluated},
     {"validation", Vocabulary::Validation},
     {"meta-data", Vocabulary::MetaData},
     {"format-annotation", Vocabulary::FormatAnnotation},
     {"format-assertion", Vocabulary::FormatAssertion},
     {"content", Vocabulary::Content}}};

std::optional<Vocabulary> vocabularyNamed(std::string_view uri) {
    if (uri.substr(0, kPrefix.size()) != kPrefix) return std::nullopt;
    for (const auto& [name, vocabulary] : kVocabularies) {
        if (uri.substr(kPrefix.size()) == name) return vocabulary;
    }
    return std::nullopt;
}

}  // namespace

Vocabularies Vocabularies::standard() {
    Vocabularies all;
    for (const auto& [name, vocabulary] : kVocabularies) {
        if (vocabulary != Vocabulary::FormatAssertion) all.add(vocabulary);
    }
    return all;
}

base::Result<Vocabularies> Vocabularies::of(const nlohmann::json& metaschema) {
    const auto declared = metaschema.find("$vocabulary");
    if (!metaschema.is_object() || declared == metaschema.end()) return standard();
    if (!declared->is_object()) return base::Error{"its $vocabulary is not an object"};
    Vocabularies vocabularies;
    vocabularies.add(Vocabulary::Core);
    for (const auto& [uri, required] : declared->items()) {
        if (const auto known = vocabularyNamed(uri)) {
            vocabularies.add(*known);
        } else if (required != false) {
            return base::Error{"it requires the vocabulary " + base::quoted(uri) +
                               ", which is not known here"};
        }
    }
    return vocabularies;
}

}  // namespace toolhost::schema
