#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::schema {

/// The vocabularies of the 2020-12 dialect (core §8, §10, §11; validation §6 to §9).
enum class Vocabulary : unsigned {
    Core = 1U << 0U,
    Applicator = 1U << 1U,
    Unevaluated = 1U << 2U,
    Validation = 1U << 3U,
    MetaData = 1U << 4U,
    FormatAnnotation = 1U << 5U,
    FormatAssertion = 1U << 6U,
    Content = 1U << 7U
};

/// The vocabularies a schema is written in.
class Vocabularies {
public:
    /// What `$schema: https://json-schema.org/draft/2020-12/schema` names.
    static Vocabularies standard();

    /// What a metaschema's `$vocabulary` names; the standard ones when it has none. An Error for a
    /// vocabulary that it requires and that is not known here.
    static base::Result<Vocabularies> of(const nlohmann::json& metaschema);

    [[nodiscard]] bool has(Vocabulary vocabulary) const {
        return (bits_ & static_cast<unsigned>(vocabulary)) != 0;
    }

private:
    void add(Vocabulary vocabulary) { bits_ |= static_cast<unsigned>(vocabulary); }

    unsigned bits_ = 0;
};

/// The one dialect spoken here, as `$schema` names it.
inline constexpr std::string_view kDialect = "https://json-schema.org/draft/2020-12/schema";

}  // namespace toolhost::schema
