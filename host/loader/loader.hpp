#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "loader/interfaces.hpp"
#include "loader/settings.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::loader {

/// A plugin file that was looked at, and what became of it.
struct Verdict {
    std::string file;
    /// Empty when it was refused before it said.
    std::string id;
    std::string version;
    std::vector<std::string> tools;
    /// Why it was refused; empty when it serves.
    std::string refusal;
};

struct Loaded {
    std::shared_ptr<const tools::Catalogue> catalogue;
    std::vector<Verdict> verdicts;
};

/// Loads every enabled *.so of the directory, in the order of their names. A plugin that cannot be
/// loaded is refused with one log line and the rest serve; an error is returned only when the
/// directory cannot be read or a plugin marked as required was refused.
base::Result<Loaded> loadPlugins(const Settings& settings, const Services& services);

}  // namespace toolhost::loader
