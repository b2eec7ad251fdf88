#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace toolhost::crypto {

/// The contents of a file only its owner can read (no bit for group or others, at most 64 KiB);
/// anything else is refused in words.
base::Result<base::Secret> readSecretFile(const std::filesystem::path& file);

/// Creates a file of mode 0600 with these contents, whole and on disk or not at all. Refuses to
/// replace one that is there: a key overwritten is a key lost. Its directory, and what is missing
/// above that, is created 0700.
base::Result<base::Done> createSecretFile(const std::filesystem::path& file,
                                          std::string_view contents);

/// The random key kept in the file as base64url text; made with so many bytes when there is none.
base::Result<base::Secret> ensureSecretKey(const std::filesystem::path& file,
                                           std::size_t key_bytes = 32);

}  // namespace toolhost::crypto
