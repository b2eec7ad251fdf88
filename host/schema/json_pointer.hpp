#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toolhost::schema {

/// "/" and the name as one reference token of a JSON Pointer (RFC 6901): "~" and "/" escaped.
std::string pointerToken(std::string_view name);

/// The reference tokens of a pointer, unescaped; absent when it is not a JSON Pointer.
std::optional<std::vector<std::string>> pointerTokens(std::string_view pointer);

/// The value one token below, nullptr when there is none.
const nlohmann::json* childAt(const nlohmann::json& value, const std::string& token);

}  // namespace toolhost::schema
