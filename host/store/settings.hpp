#pragma once

#include <filesystem>

namespace toolhost::store {

/// Where state is kept: a directory of mode 0700 with one owner process.
struct Settings {
    std::filesystem::path state_dir = "/var/lib/toolhost";
};

}  // namespace toolhost::store
