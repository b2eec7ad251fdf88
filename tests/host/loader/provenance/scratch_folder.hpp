#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "loader/provenance/checked_directory.hpp"

#include "../../crypto/scratch_folder.hpp"

namespace toolhost::loader {

/// A private folder whose files the loader is to judge. What is above it is none of the test's
/// making and is therefore not judged.
class ScratchFolder {
public:
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] Custodian custodian() const {
        return {.user = ::geteuid(), .above = path_.parent_path()};
    }

    /// A file of mode 0644 with these bytes.
    std::filesystem::path write(const std::string& name, std::string_view bytes) const {
        const auto file = path_ / name;
        std::ofstream(file, std::ios::binary) << bytes;
        std::filesystem::permissions(file, std::filesystem::perms(0644));
        return file;
    }

    static std::string read(const std::filesystem::path& file) {
        std::ostringstream bytes;
        bytes << std::ifstream(file, std::ios::binary).rdbuf();
        return std::move(bytes).str();
    }

private:
    const toolhost::ScratchFolder folder_;
    const std::filesystem::path path_ = std::filesystem::canonical(folder_.path());
};

/// The bytes of a plugin that the build made, shipped or of the gallery.
inline std::string bytesOfPlugin(const std::string& file) {
    const auto fixture = std::filesystem::path(FIXTURES_DIRECTORY) / file;
    const auto shipped = std::filesystem::path(PLUGINS_DIRECTORY) / file;
    return ScratchFolder::read(std::filesystem::exists(fixture) ? fixture : shipped);
}

}  // namespace toolhost::loader
