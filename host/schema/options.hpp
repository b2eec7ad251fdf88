#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace toolhost::schema {

/// What a schema and a check may cost at most. Passing a bound refuses the schema or fails the
/// check, in words.
struct Bounds {
    std::size_t schema_depth_max = 192;            ///< JSON levels in one schema document
    std::size_t schema_values_max = 200'000;       ///< JSON values in one schema document
    std::size_t subschemas_max = 20'000;           ///< schemas within one schema, all documents
    std::size_t instance_depth_max = 128;          ///< JSON levels in an instance
    std::size_t evaluation_depth_max = 640;        ///< schemas being applied within one another
    std::size_t evaluation_steps_max = 4'000'000;  ///< schemas applied and values compared
    std::size_t violations_max = 8;                ///< reported; looking for more stops there
};

/// What `format` does. Annotation is the dialect's default; assertion knows the formats that
/// isKnownFormat() names and ignores the others.
enum class Formats { Annotate, Assert };

/// Gives the JSON text of the schema document at an absolute URI, or nothing when it has none.
/// Called during compile only, by the compiling thread. There is none by default, and none of ours
/// fetches anything: an external reference that nobody supplies is refused.
using DocumentSource = std::function<std::optional<std::string>(std::string_view uri)>;

struct Options {
    Bounds bounds;
    Formats formats = Formats::Annotate;
    DocumentSource documents;
};

}  // namespace toolhost::schema
