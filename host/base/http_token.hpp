#pragma once

#include <string_view>

namespace toolhost::base {

/// Whether the text is a token (RFC 9110 §5.6.2): what methods and field names are.
bool isHttpToken(std::string_view text);

}  // namespace toolhost::base
