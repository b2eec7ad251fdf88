#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "loader/plugin_offering.hpp"
#include "tools/offerings.hpp"

namespace toolhost::loader {

/// What a running plugin lists: everything it offers, and the texts of its tools as it wrote them.
struct Offered {
    tools::Offerings offerings;
    std::vector<std::string> tool_texts;
};

/// Asks a plugin for all its lists and makes callables of what is in them. `prefix` goes before the
/// names of tools and prompts. Fails on the first definition that cannot be offered. [control]
base::Result<Offered> readOffered(const PluginSeat& seat,
                                  const std::string& id,
                                  const std::string& prefix);

}  // namespace toolhost::loader
