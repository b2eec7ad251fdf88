#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// Tokens that the host checks and signs by profiles the admin granted (`jwt.<name>`): the plugin
/// holds no key. Functions wait for the host and throw ServiceError. Thread-safe.
class Jwt {
public:
    explicit Jwt(Asking asking) : asking_(std::move(asking)) {}

    /// The claims of a token that is good by that profile. ServiceError of kind "token": it is not.
    nlohmann::json verify(std::string_view profile, std::string_view token) const {
        return asking_
            .wait(TOOLHOST_JWT_SERVICE, {{"op", "verify"}, {"profile", profile}, {"token", token}})
            .json.value("claims", nlohmann::json());
    }

    /// A token with these claims and the profile's own (iss, aud, iat, exp, jti); it lives as long
    /// as the profile lets it when nothing is said.
    std::string sign(std::string_view profile,
                     const nlohmann::json& claims,
                     std::optional<std::chrono::seconds> lifetime = std::nullopt) const {
        nlohmann::json request = {{"op", "sign"}, {"profile", profile}, {"claims", claims}};
        if (lifetime) request["lifetime_seconds"] = lifetime->count();
        return asking_.wait(TOOLHOST_JWT_SERVICE, request).json.value("token", "");
    }

private:
    Asking asking_;
};

}  // namespace toolhost::sdk
