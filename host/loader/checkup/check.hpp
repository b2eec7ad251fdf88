#pragma once

#include <string>
#include <vector>

namespace toolhost::loader {

/// One promise of plugins, and whether a plugin was seen to keep it.
struct Check {
    enum class Outcome { Passed, Failed, Skipped };

    /// The promise's short name: "run_path", "leaks" …
    std::string name;
    /// What is promised, in a sentence.
    std::string promise;
    Outcome outcome = Outcome::Passed;
    /// What was seen instead, or why nothing was looked at; empty when it passed.
    std::string what{};
    /// What to do; empty when it did not fail.
    std::string remedy{};
};

using Checks = std::vector<Check>;

/// The check, failed: what was seen instead, and what to do.
Check failed(Check check, std::string what, std::string remedy);

/// The check, not made, and why.
Check skipped(Check check, std::string why);

/// Moves the further checks behind those that are there.
void append(Checks& checks, Checks further);

/// Whether none failed.
bool nothingFailed(const Checks& checks);

}  // namespace toolhost::loader
