#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "loader/provenance/admission.hpp"
#include "loader/provenance/finding.hpp"

namespace toolhost::loader {

/// A plugin file that was looked at, and what became of it.
struct Verdict {
    std::string file;
    /// From its note; empty when it was refused before that could be read.
    std::string id;
    std::string version;
    /// Empty when the file could not be read.
    std::string sha256;
    /// Who stands for it: a trusted key's name, or "allowed"; empty when nobody does.
    std::string signer;
    std::vector<std::string> tools;
    /// The rule it was refused by, and why in words; both empty when it serves.
    std::string rule;
    std::string refusal;
    /// Of a file that was refused: the version that came before it and goes on serving; empty when
    /// there is none.
    std::string still_serving;
    /// What else there is to say against it.
    Findings cautions;

    [[nodiscard]] bool serves() const { return refusal.empty(); }

    friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// What an examination says of a candidate, before anything of it ran.
Verdict verdictOn(const Candidate& candidate);

/// Takes the findings up: the first that refuses is the refusal, the others are cautions.
void settle(Findings findings, Verdict& verdict);

/// What befell a plugin file.
namespace event {
inline constexpr std::string_view kLoaded = "plugin.loaded";
inline constexpr std::string_view kRefused = "plugin.refused";
inline constexpr std::string_view kRemoved = "plugin.removed";
inline constexpr std::string_view kRolledBack = "plugin.rolled_back";
}  // namespace event

/// Says in the log what befell the file, and what is doubtful about it.
void report(std::string_view event, const Verdict& verdict, base::Log& log);

/// Says in the log what the findings warn of.
void warnOf(const Findings& findings, const std::string& file, base::Log& log);

}  // namespace toolhost::loader
