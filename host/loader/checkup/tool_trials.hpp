#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "loader/checkup/check.hpp"
#include "loader/checkup/specimen.hpp"
#include "tools/definition.hpp"

namespace toolhost::loader {

/// What a tool is tried with.
struct TrialBounds {
    /// Calls of each tool with arguments that it does not expect.
    std::size_t hostile_calls = 200;
    /// A slow tool gets fewer: those that fit in this time.
    std::chrono::milliseconds hostile_time{30'000};
    /// How long a call may take, and how long until it is answered once nobody waits for it.
    std::chrono::milliseconds answer_patience{5'000};
    std::chrono::milliseconds cancel_patience{1'000};
};

/// Calls one tool in all ways: as it wants to be called, as nobody would, and by somebody who hangs
/// up. Blocks until it has seen enough. [one thread]
class ToolTrials {
public:
    /// What it is given by reference outlives it.
    ToolTrials(const tools::Definition& tool, const TrialBounds& bounds, LiveSpecimen& specimen);

    /// The checks, named after the tool.
    Checks run();

private:
    /// One call: what is to be said against it, empty when nothing is; and its answer, if any.
    struct Tried {
        std::string fault;
        std::optional<TrialOutcome::Answer> answer{};
    };

    Check checkAnswers();
    Check checkSurvives();
    Check checkCancels();
    Tried call(const std::string& arguments);
    Tried callAndHangUp();
    std::string faultOf(TrialOutcome& outcome, bool is_answered, const Specimen& specimen) const;
    [[nodiscard]] std::string formFault(const TrialOutcome::Answer& answer) const;
    [[nodiscard]] Check named(const char* name, const char* promise) const;

    const tools::Definition& tool_;
    const TrialBounds bounds_;
    LiveSpecimen& specimen_;
    const std::optional<std::string> conforming_;  ///< arguments that the tool wants
};

}  // namespace toolhost::loader
