#pragma once

#include <filesystem>

#include <gtest/gtest.h>

#include "base/ids.hpp"

namespace toolhost {

/// An empty private folder that goes with the test.
class ScratchFolder {
public:
    ScratchFolder()
        : path_(std::filesystem::path(testing::TempDir()) / ("toolhost-" + base::randomHexId())) {
        std::filesystem::create_directories(path_);
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

}  // namespace toolhost
