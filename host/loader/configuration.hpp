#pragma once

#include <map>
#include <string>

#include "base/result.hpp"
#include "boundary/plugin.hpp"

namespace toolhost::loader {

/// What the admin set for a plugin (`config.<key>` = text) as the JSON object its create() takes:
/// read by the types of the plugin's own schema and held to it, or all strings when it has none.
/// The error names the key.
base::Result<std::string> configurationFor(const boundary::Description& description,
                                           const std::map<std::string, std::string>& set);

}  // namespace toolhost::loader
