#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "loader/settings.hpp"

namespace toolhost::loader {

/// The SHA-256 (lower-case hexadecimal) of the plugins that were shipped with the host.
class ShippedPlugins {
public:
    /// From lines as sha256sum writes them; a file that is not there lists none.
    static ShippedPlugins read(const std::filesystem::path& list);

    [[nodiscard]] bool contains(const std::string& digest) const {
        return digests_.contains(digest);
    }

private:
    std::set<std::string> digests_;
};

/// Whether a plugin with that SHA-256 is to run in this process.
bool runsInProcess(const std::string& sha256, Isolation isolation, const ShippedPlugins& shipped);

}  // namespace toolhost::loader
