#pragma once

#include <string>
#include <string_view>

namespace toolhost::schema {

/// A URI reference taken apart where schemas need it.
struct SplitUri {
    std::string document;  ///< without the fragment and its '#'
    std::string fragment;  ///< percent-decoded; "" when absent
};

/// The reference resolved against a base (RFC 3986 §5.2), both possibly relative, fragment kept.
std::string resolveUri(std::string_view base, std::string_view reference);

SplitUri splitUri(std::string_view uri);

}  // namespace toolhost::schema
