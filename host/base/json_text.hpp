#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace toolhost::base {

/// Whether the whole text is one JSON value in valid UTF-8 (RFC 8259), nested no deeper than the
/// parser's bound of 1024 levels. Thread-safe.
bool isJson(std::string_view text);

/// The text that a member of the value is; empty when it is none, or there is no such member.
std::string textIn(const nlohmann::json& value, std::string_view member);

}  // namespace toolhost::base
