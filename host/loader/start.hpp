#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "boundary/plugin.hpp"
#include "loader/isolation.hpp"
#include "loader/rooms.hpp"
#include "loader/settings.hpp"

namespace toolhost::loader {

/// A plugin file that was judged and may be loaded.
struct PluginFile {
    std::filesystem::path path;  ///< the copy to load
    std::string name;            ///< what the admin calls it: its file's name without ".so"
    std::string sha256;
};

/// Opens a plugin where the admin wants its code to run, and makes its instance.
base::Result<std::shared_ptr<boundary::Plugin>> startPlugin(const PluginFile& file,
                                                            const Settings& settings,
                                                            const ShippedPlugins& shipped,
                                                            const Rooms& rooms);

/// What the admin said of the plugin of that name.
PluginSettings settingsOf(const Settings& settings, const std::string& name);

}  // namespace toolhost::loader
