#pragma once

#include <memory>
#include <string>

#include "servicenow/exchange/exchange.hpp"

namespace toolhost::servicenow {

/// The users to whom an instance shows the same of its dictionary, and their language.
struct Audience {
    /// The same for users of the same roles and domain; the user's own where those are not known.
    std::string key;
    /// Whether the key stands for roles, and so perhaps for several users.
    bool is_shared = false;
    /// As sys_user.preferred_language has it, in which the instance also writes display values to
    /// this user; kFallbackLanguage where that is not known.
    std::string language;
};

using AudiencePointer = std::shared_ptr<const Audience>;

/// The language that stands in where another has no word.
inline constexpr const char* kFallbackLanguage = "en";

/// The audience of one.
Audience audienceOf(const std::string& user);

/// Asks an instance for the caller's own record and roles. What it will not show makes the audience
/// an audience of one; only what has another cause is a problem. [any thread]
void readAudience(Endpoint& endpoint, const Caller& caller, Then<AudiencePointer> then);

}  // namespace toolhost::servicenow
