#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// What an operation gives: the members of its reply. Records that the instance has written already
/// are passed on as they came.
struct Answer {
    explicit Answer(nlohmann::json its_members) : members(std::move(its_members)) {}

    nlohmann::json members;
    /// The text of a JSON array, the reply's member `records`.
    std::optional<std::string> records{};
};

}  // namespace toolhost::servicenow
