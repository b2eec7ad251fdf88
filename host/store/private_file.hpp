#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace toolhost::store {

/// Makes the directory with mode 0700 when it is missing. Refuses one that others may write: they
/// could replace what is kept in it. An existing directory's mode is never changed.
base::Result<base::Done> ensurePrivateDirectory(const std::filesystem::path& directory);

/// Makes the file with mode 0600 when it is missing and takes every right of others away when it is
/// there. Refuses symbolic links and what is not a regular file.
base::Result<base::Done> ensurePrivateFile(const std::filesystem::path& file);

}  // namespace toolhost::store
