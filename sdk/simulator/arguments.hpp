#pragma once

#include <stdexcept>
#include <string_view>
#include <vector>

#include "simulator/settings.hpp"

namespace toolhost::sim {

/// The command line asks for something that does not exist or contradicts itself.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads what follows `toolhost-sim servicenow`, and the files it names. Throws UsageError.
Settings parseArguments(const std::vector<std::string_view>& arguments);

/// The text of --help.
std::string_view usage();

}  // namespace toolhost::sim
