#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace toolhost::schema {

struct Instance;

/// A value for a message: scalars as JSON, cut when long; "an array", "an object".
std::string shown(const nlohmann::json& value);

/// " (got …)" for the end of a message; "" where the field's name says that it holds a secret.
std::string got(const Instance& instance);

/// "a", "a or b", "a, b or c".
std::string alternatives(const std::vector<std::string>& parts);

/// "1 item", "2 items"; "property" and "properties".
std::string counted(std::size_t count, const std::string& noun);

}  // namespace toolhost::schema
