#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::schema {

enum class Complement { No, Yes };

/// The PCRE2 escape for what stands in ECMA-262's \p{…}: `Letter`, `General_Category=Lu`,
/// `Script=Greek`, `Alphabetic`. A name that ECMA-262 cannot mean is refused; whether a script or
/// binary property exists, PCRE2 decides when it compiles the pattern.
base::Result<std::string> unicodePropertySet(std::string_view expression, Complement complement);

}  // namespace toolhost::schema
