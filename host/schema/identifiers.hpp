#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/result.hpp"
#include "schema/options.hpp"

namespace toolhost::schema {

/// The value of a keyword that must be a string: "" when it is absent.
base::Result<std::string> textOf(const nlohmann::json& schema, const char* keyword);

/// As textOf() for `$anchor` and `$dynamicAnchor`, whose names are plain (core §8.2.2).
base::Result<std::string> anchorOf(const nlohmann::json& schema, const char* keyword);

/// As textOf() for `$id`, which names a whole resource: without a fragment (core §8.2.1).
base::Result<std::string> idOf(const nlohmann::json& schema);

/// Refuses a document that is deeper or larger than its bounds. Does not recurse.
base::Result<base::Done> checkSize(const nlohmann::json& document, const Bounds& bounds);

}  // namespace toolhost::schema
