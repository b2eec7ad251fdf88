#pragma once

#include <iosfwd>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/arguments.hpp"
#include "config/load.hpp"

namespace toolhost::cli {

/// One run of the program: what was asked, where to answer, and what every command needs.
struct Program {
    Arguments arguments;
    config::Sources sources;
    std::ostream& out;  ///< results only
    std::ostream& err;  ///< everything else
    base::Clock& clock;
    base::Log& log;
};

/// Exit codes.
inline constexpr int kSuccess = 0;
inline constexpr int kFailure = 1;
inline constexpr int kUsage = 2;

/// Says on `err` what went wrong and gives kFailure.
int fail(Program& program, const base::Error& error);

/// Says each problem of the sources on `err`.
void sayProblems(Program& program, const config::Loaded& loaded);

/// The settings in force; on any problem each is said on `err` and nothing comes back.
std::optional<config::Settings> loadSettings(Program& program);

/// Where settings come from when the command line says nothing else: `--config`, or
/// /etc/toolhost/toolhost.properties for an installed host; plugins.d beside that file; directories
/// that fit where the program runs.
config::Sources sourcesFor(const Arguments& arguments);

}  // namespace toolhost::cli
