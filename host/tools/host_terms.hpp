#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace toolhost::tools {

/// Whether calls of a tool go on as tasks where the client knows those.
enum class AsTask {
    WhenSlow,  ///< those that are not answered soon
    Always,    ///< all of them, from the start
    Never,     ///< none
    Required   ///< all of them, and who knows no tasks cannot call it
};

/// What a plugin says to the host alone about something it lists: the member "toolhost" of its
/// object, which clients do not get.
struct HostTerms {
    /// See Target::required_capabilities.
    std::string required_capabilities;
    /// Of a tool; absent when it does not say.
    std::optional<AsTask> as_task;
    /// Whether there was such a member.
    bool are_given = false;
};

/// Takes the terms out of a listed object. The error says what cannot be meant.
base::Result<HostTerms> takeHostTerms(nlohmann::json& listed);

}  // namespace toolhost::tools
