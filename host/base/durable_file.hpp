#pragma once

#include <filesystem>
#include <string_view>

#include "base/descriptor.hpp"

namespace toolhost::base {

/// Writes all of it and waits until it is on disk. False: errno says why not.
bool writeDurably(const Descriptor& file, std::string_view bytes);

/// Waits until the names in a directory are on disk. False: errno says why not.
bool syncDirectory(const std::filesystem::path& directory);

}  // namespace toolhost::base
