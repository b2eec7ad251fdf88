#pragma once

#include <string_view>

namespace toolhost::schema {

/// A `format` that can be asserted.
struct Format {
    std::string_view name;
    const char* description;  ///< as in "must be …"
    bool (*accepts)(std::string_view text);
};

/// The format of that name, nullptr when it is not among those that can be asserted.
const Format* findFormat(std::string_view name);

}  // namespace toolhost::schema
