#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"

namespace toolhost::servicenow {

/// How the host proves to an instance on whose behalf it calls.
enum class Grant {
    JwtBearer,          ///< RFC 7523: an assertion we sign names the user; the instance gives that
                        ///< user's token
    Password,           ///< OAuth tokens for one user's name and password
    ClientCredentials,  ///< OAuth tokens of the account the instance keeps for the client
    RefreshToken,       ///< OAuth tokens for a refresh token one user once obtained
    Basic,              ///< one user's name and password with each request
    ApiKey,             ///< a REST API key, which stands for one user
    Passthrough         ///< the user's own token, handed over with the request by a gateway
};

/// One ServiceNow instance.
struct InstanceSettings {
    /// "https://dev12345.service-now.com"; plain http is accepted on loopback only.
    std::string url;
    Grant grant = Grant::JwtBearer;
    std::string client_id;
    base::Secret client_secret;
    /// PEM private key (RSA) that signs assertions, and its name in jwt_verifier_map.
    std::filesystem::path key_file;
    std::string key_id;
    /// The `aud` of assertions; empty means client_id.
    std::string audience;
    /// The account behind every grant but JwtBearer and Passthrough.
    std::string user_name;
    base::Secret password;
    base::Secret refresh_token;
    base::Secret api_key;
    /// Whether that account stands for every caller. Otherwise it serves its own user only.
    bool shared_account = false;
    /// The column of sys_user by which JwtBearer and Passthrough know users: user_name or email.
    std::string subject_field = "user_name";
    /// What a caller's name lacks to be one of those: "example.com" makes "abel" abel@example.com.
    std::string subject_domain;
    /// Callers whom the instance knows by quite another name.
    std::map<std::string, std::string> subjects;
    /// Users as whom nothing is sent.
    std::vector<std::string> denied_subjects{"admin"};
    std::size_t in_flight_max = 4;
    std::chrono::seconds schema_lifetime{900};
    /// Functions that queries may call by javascript:, see ScriptPolicy; none by default.
    std::vector<std::string> query_functions{};
    /// How many bytes of records one answer may have; the rest comes with the next page.
    std::size_t result_bytes_max = 256U << 10U;
};

/// A setting of an instance without which its grant cannot work, by its name in the configuration.
struct NeededKey {
    std::string_view key;
    Grant grant;
};

inline constexpr std::array<NeededKey, 18> kNeededKeys = {
    {{"client_id", Grant::JwtBearer},
     {"key_file", Grant::JwtBearer},
     {"key_id", Grant::JwtBearer},
     {"client_id", Grant::Password},
     {"client_secret", Grant::Password},
     {"user_name", Grant::Password},
     {"password", Grant::Password},
     {"client_id", Grant::ClientCredentials},
     {"client_secret", Grant::ClientCredentials},
     {"user_name", Grant::ClientCredentials},
     {"client_id", Grant::RefreshToken},
     {"client_secret", Grant::RefreshToken},
     {"user_name", Grant::RefreshToken},
     {"refresh_token", Grant::RefreshToken},
     {"user_name", Grant::Basic},
     {"password", Grant::Basic},
     {"user_name", Grant::ApiKey},
     {"api_key", Grant::ApiKey}}};

/// The instances by name. The first one in alphabetical order answers when a call names none,
/// unless `default_instance` says otherwise.
struct Settings {
    std::map<std::string, InstanceSettings> instances;
    std::string default_instance;
    /// Where the keys of cursors are kept; empty: cursors end with the process.
    std::filesystem::path cursor_key_file{};
};

}  // namespace toolhost::servicenow
