#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"

namespace toolhost::loader {

/// The short names of all services and interfaces that can be taken away from a plugin.
inline constexpr std::array<std::string_view, 13> kDeniableServices{"audit",
                                                                    "crypto",
                                                                    "events",
                                                                    "http",
                                                                    "jwt",
                                                                    "metrics",
                                                                    "oauth",
                                                                    "secrets",
                                                                    "servicenow",
                                                                    "sql",
                                                                    "store",
                                                                    "tasks",
                                                                    "trace"};

/// Where a plugin's tokens for other systems come from (RFC 6749 §4.4). The plugin names them and
/// never sees one.
struct OauthSettings {
    std::string token_url{};
    std::string client_id{};
    base::Secret client_secret{};
    /// Both may be empty: then the request does without.
    std::string scope{};
    std::string audience{};
    /// Where such a token may be sent, of http_hosts; empty means to all of them.
    std::vector<std::string> hosts{};

    friend bool operator==(const OauthSettings& one, const OauthSettings& other) {
        return one.token_url == other.token_url && one.client_id == other.client_id &&
               one.client_secret.reveal() == other.client_secret.reveal() &&
               one.scope == other.scope && one.audience == other.audience &&
               one.hosts == other.hosts;
    }
};

/// What a plugin may have checked or signed under one name. What is not set is not done.
struct JwtSettings {
    std::string issuer{};
    std::string audience{};
    /// To check: a JWK Set's URL, or a public key (PEM).
    std::string jwks_url{};
    std::string public_key_file{};
    /// To sign.
    std::filesystem::path signing_key_file{};
    std::chrono::seconds lifetime_max{300};

    friend bool operator==(const JwtSettings&, const JwtSettings&) = default;
};

/// A secret of which it can be told whether it has changed.
struct GrantedSecret {
    base::Secret value{};

    friend bool operator==(const GrantedSecret& one, const GrantedSecret& other) {
        return one.value.reveal() == other.value.reveal();
    }
};

/// What the admin lets one plugin have of the host's services, besides those that are everyone's.
struct GrantSettings {
    /// Services taken away, by their short names: "store", "sql".
    std::vector<std::string> denied{};
    std::uint64_t store_keys_max = 100'000;
    /// Of keys and values together.
    std::uint64_t store_bytes_max = std::uint64_t{64} << 20;
    std::uint64_t sql_bytes_max = std::uint64_t{256} << 20;
    std::map<std::string, GrantedSecret> secrets{};
    /// "api.example.com", "*.example.org": by https at public addresses; "http://10.1.2.3:8080":
    /// that origin wherever it is.
    std::vector<std::string> http_hosts{};
    std::map<std::string, OauthSettings> oauth{};
    std::map<std::string, JwtSettings> jwt{};

    friend bool operator==(const GrantSettings&, const GrantSettings&) = default;
};

}  // namespace toolhost::loader
