#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/result.hpp"

namespace toolhost::tools {

/// What a plugin says to the host alone about something it lists: the member "toolhost" of its
/// object, which clients do not get.
struct HostTerms {
    /// See Target::required_capabilities.
    std::string required_capabilities;
    /// Whether there was such a member.
    bool are_given = false;
};

/// Takes the terms out of a listed object. The error says what cannot be meant.
base::Result<HostTerms> takeHostTerms(nlohmann::json& listed);

}  // namespace toolhost::tools
