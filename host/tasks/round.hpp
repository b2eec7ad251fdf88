#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::tasks {

/// What a tool asked the user at one point, and what has been answered of it. JSON texts.
struct Round {
    /// Counts from 1 over a task's life; 0 before the first. It opens the keys that clients see
    /// ("2.name"), so that none comes twice in a task although tools choose names as they like.
    std::int64_t number = 0;
    /// What is yet to be answered: MCP InputRequests by their keys.
    std::string questions = "{}";
    /// What was answered, by the tool's own names.
    std::string answers{};

    [[nodiscard]] bool isAnswered() const { return questions == "{}"; }
};

/// The round in which a tool asks that: a JSON object of InputRequests by the tool's names.
base::Result<Round> nextRound(const Round& before, std::string_view requests);

/// The round after these answers, a JSON object by keys. Answers to what is not asked, or was
/// answered before, are ignored.
base::Result<Round> answered(const Round& round, std::string_view answers);

}  // namespace toolhost::tasks
