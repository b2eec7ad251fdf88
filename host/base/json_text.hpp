#pragma once

#include <string_view>

namespace toolhost::base {

/// Whether the whole text is one JSON value in valid UTF-8 (RFC 8259), nested no deeper than the
/// parser's bound of 1024 levels. Thread-safe.
bool isJson(std::string_view text);

}  // namespace toolhost::base
