#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/clock.hpp"
#include "loader/checkup/check.hpp"
#include "loader/checkup/tool_trials.hpp"
#include "loader/provenance/examination.hpp"
#include "loader/settings.hpp"

namespace toolhost::loader {

/// How much is tried.
struct CheckupBounds {
    TrialBounds tools;
    /// Lives of an instance, from create to destroy, over which memory may not grow by more than
    /// that.
    std::size_t lives = 1'000;
    std::size_t growth_bytes_max = std::size_t{1} << 20;
};

/// A plugin file as it was read, once, and what its bytes say.
struct CheckupSubject {
    std::string file;  ///< its name
    std::string bytes;
    Examination examination;
};

/// Holds a plugin to what plugins promise, before anyone trusts it: first its file, then, in
/// processes of its own that reach nothing, its description, its instances and its tools. Blocks
/// for seconds. `settings` give the worker's program and what the admin set for the plugin.
Checks checkUp(const CheckupSubject& subject,
               const Settings& settings,
               const CheckupBounds& bounds,
               const base::Clock& clock);

}  // namespace toolhost::loader
