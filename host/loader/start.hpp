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
    std::filesystem::path path;  ///< the copy to load, whose name says what it is (plugin_form.hpp)
    std::string name;            ///< what the admin calls it: its file's name without the ending
    std::string sha256;
    PluginSettings settings;  ///< what the admin said of it
    std::string id;           ///< from its note: whose data it has
};

/// Where plugins' code may run.
struct Places {
    ShippedPlugins shipped;  ///< these in this process
    std::filesystem::path worker_program;
};

/// Opens a plugin where the admin wants its code to run, and makes its instance. Declared tools are
/// no code and always run in this process.
base::Result<std::shared_ptr<boundary::Plugin>> startPlugin(const PluginFile& file,
                                                            const Places& places,
                                                            const Rooms& rooms);

}  // namespace toolhost::loader
