#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace toolhost::config {

/// One `key = value` and the line on which it starts, from 1.
struct Property {
    std::string key;
    std::string value;
    std::size_t line = 0;
};

/// A line that is not what a properties file may hold.
struct BadLine {
    std::size_t line = 0;
    std::string what;
};

struct Properties {
    std::vector<Property> properties;
    std::vector<BadLine> bad_lines;
};

/// Reads the text of a properties file, all of it, whatever is wrong with some lines:
/// `key = value` or `key: value`; lines that start with `#` or `!` are comments; a backslash at
/// the end of a line continues the value on the next; `\\ \n \r \t` stand for themselves, any
/// other backslash is a bad line rather than silently lost.
Properties parseProperties(std::string_view text);

/// The value as parseProperties() reads it back.
std::string escapeValue(std::string_view value);

}  // namespace toolhost::config
