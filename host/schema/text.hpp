#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace toolhost::schema {

/// One code point of a UTF-8 text and the bytes it takes; a stray byte stands for itself.
struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 1;
};

/// The code point at a byte offset below text.size().
CodePoint codePointAt(std::string_view text, std::size_t at);

/// The length of a UTF-8 text as JSON Schema counts it: in code points.
std::size_t codePointCount(std::string_view text);

/// At most `bytes_max` bytes of the text, cut between code points, with "…" when cut.
std::string shortened(std::string_view text, std::size_t bytes_max);

}  // namespace toolhost::schema
