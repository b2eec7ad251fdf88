#pragma once

#include <cstddef>
#include <string_view>

namespace toolhost::servicenow {

/// Whether the text is a field name or a path through references ("caller_id.department.name").
bool isFieldPath(std::string_view text);

/// How many bytes at the beginning of the text could belong to a field path.
std::size_t fieldLength(std::string_view text);

}  // namespace toolhost::servicenow
