#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "config/sources.hpp"

namespace toolhost::config {

/// Which source set each key, by dotted name; a key that is not there has its default.
using Origins = std::map<std::string, std::string, std::less<>>;

/// The settings in force and everything that is wrong with the sources. With problems, a key that
/// is wrong has its default, and the host must not start.
struct Loaded {
    Settings settings;
    std::vector<Problem> problems;
    Origins origins;
};

/// Reads every source: command line before environment before files before defaults. A value that
/// a stronger source overrides is not looked at; a key that does not exist always is a problem.
Loaded load(const Sources& sources);

/// A key of which two settings differ.
struct Difference {
    std::string key;
    /// Whether a running host may take the new value; otherwise it needs a restart.
    bool taken_up_at_hangup = false;
};

/// What a SIGHUP changed.
std::vector<Difference> differences(const Settings& before, const Settings& after);

}  // namespace toolhost::config
