#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "simulator/auth/oauth_client.hpp"

namespace toolhost::sim {

/// Reads ID:PUBLIC_KEY_FILE[:KID[:USER_FIELD]]. Throws UsageError.
OAuthClient parseJwtClient(std::string_view text);
/// Reads ID:SECRET. Throws UsageError.
OAuthClient parseSecretClient(std::string_view text);
/// Reads the oauth_clients of a configuration file; key files are relative to it.
/// Throws UsageError.
OAuthClients readClientFile(const std::filesystem::path& path);
/// The whole text of a file. Throws UsageError.
std::string readTextFile(const std::filesystem::path& path);

}  // namespace toolhost::sim
