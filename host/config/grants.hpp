#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "servicenow/settings.hpp"

namespace toolhost::config {

/// What the configuration calls the grants.
inline constexpr std::array<std::pair<std::string_view, servicenow::Grant>, 7> kGrantWords = {
    {{"jwt_bearer", servicenow::Grant::JwtBearer},
     {"password", servicenow::Grant::Password},
     {"client_credentials", servicenow::Grant::ClientCredentials},
     {"refresh_token", servicenow::Grant::RefreshToken},
     {"basic", servicenow::Grant::Basic},
     {"api_key", servicenow::Grant::ApiKey},
     {"passthrough", servicenow::Grant::Passthrough}}};

constexpr std::string_view nameOf(servicenow::Grant grant) {
    for (const auto& [word, named] : kGrantWords) {
        if (named == grant) return word;
    }
    return {};
}

}  // namespace toolhost::config
