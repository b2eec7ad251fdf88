#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace toolhost::cli {

/// What stands on the command line: words ("client", "add"), options ("--user", "abel.tuter"),
/// flags
/// ("--json"), and configuration assignments ("--set listen.port=0").
struct Arguments {
    std::vector<std::string> words;
    std::map<std::string, std::string, std::less<>> options;
    std::vector<std::string> assignments;

    /// The option's value, absent when it was not given.
    [[nodiscard]] std::optional<std::string> find(std::string_view option) const;
    [[nodiscard]] bool has(std::string_view flag) const { return options.contains(flag); }
};

/// An option a command takes.
struct Option {
    std::string_view name;  ///< without the dashes
    /// What its value is called in the usage; empty for a flag.
    std::string_view value;
};

/// Reads the arguments after the program's name; an option that is not among `known` is refused
/// with the nearest one.
base::Result<Arguments> readArguments(const std::vector<std::string>& arguments,
                                      const std::vector<Option>& known);

}  // namespace toolhost::cli
