#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "config/sources.hpp"

namespace toolhost::config {

/// The secret that a reference names, without one trailing line end:
///   file:/absolute/path   a file that neither group nor others may touch
///   env:NAME              an environment variable
///   credential:NAME       a systemd credential, in $CREDENTIALS_DIRECTORY
/// Anything else is refused as a secret written in clear. Errors never repeat what was written.
base::Result<base::Secret> resolveSecret(std::string_view reference,
                                         const Environment& environment);

/// The file of a private key: an absolute path, or credential:NAME. It exists and, unless systemd
/// guards it, neither group nor others may touch it.
base::Result<std::filesystem::path> resolveKeyFile(std::string_view reference,
                                                   const Environment& environment);

}  // namespace toolhost::config
