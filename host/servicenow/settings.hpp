#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/secret.hpp"

namespace toolhost::servicenow {

/// How the host proves to an instance on whose behalf it calls.
enum class Grant {
    JwtBearer,  ///< RFC 7523: an assertion we sign names the user; the instance gives that user's
                ///< token
    Basic       ///< one user's name and password; only that user's calls are sent
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
    std::string user_name;
    base::Secret password;
    std::size_t in_flight_max = 4;
    std::chrono::seconds schema_lifetime{900};
    /// Functions that queries may call by javascript:, see ScriptPolicy; none by default.
    std::vector<std::string> query_functions{};
    /// How many bytes of records one answer may have; the rest comes with the next page.
    std::size_t result_bytes_max = 256U << 10U;
};

/// The instances by name. The first one in alphabetical order answers when a call names none,
/// unless `default_instance` says otherwise.
struct Settings {
    std::map<std::string, InstanceSettings> instances;
    std::string default_instance;
    /// Where the keys of cursors are kept; empty: cursors end with the process.
    std::filesystem::path cursor_key_file{};
};

}  // namespace toolhost::servicenow
