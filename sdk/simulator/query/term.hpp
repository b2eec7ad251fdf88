#pragma once

#include <optional>
#include <string_view>

#include "simulator/query/encoded_query.hpp"

namespace toolhost::sim {

/// Reads one comparison such as `priority<=2` or `caller_id.nameLIKEtuter`.
/// Nothing when it is no comparison at all; a refusal when the platform would evaluate it and the
/// simulator does not.
Result<std::optional<Term>> parseTerm(std::string_view text);

}  // namespace toolhost::sim
