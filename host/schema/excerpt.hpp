#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "schema/interest.hpp"

namespace toolhost::schema {

/// What is of interest of a JSON text's value: the rest is validated, but left out, so that a long
/// text of which a schema asks little costs little. Absent when the text is not JSON, nests
/// `levels_max` deep or deeper, or holds a number beyond 64 bits; it must then be read whole.
std::optional<nlohmann::json> excerptOf(std::string_view json_text,
                                        const Interest& interest,
                                        std::size_t levels_max);

}  // namespace toolhost::schema
