#pragma once

#include <string>
#include <vector>

#include "loader/settings.hpp"

namespace toolhost::loader {

/// What a finding does to the plugin.
enum class Weight { Warns, Refuses };

/// Something a rule has against a plugin file. Written for the person who may mend it.
struct Finding {
    Weight weight = Weight::Refuses;
    /// The rule's short name: "permissions", "abi", "signature" …
    std::string rule;
    /// What is wrong.
    std::string what;
    /// What to do.
    std::string remedy;
    /// Which of the rule's parts was broken, where it has several: "run_path", "exports" …
    std::string part{};

    friend bool operator==(const Finding&, const Finding&) = default;
};

using Findings = std::vector<Finding>;

/// "what; remedy".
std::string textOf(const Finding& finding);

/// The first that refuses; null when none does.
const Finding* findRefusal(const Findings& findings);

/// The weight a policy gives to what its rule finds; not for Policy::Off, which looks at nothing.
Weight weightOf(Policy policy);

/// Moves the further findings behind those that are there.
void append(Findings& findings, Findings further);

}  // namespace toolhost::loader
