#pragma once

#include <filesystem>
#include <string>

#include <toolhost/abi/plugin.h>

#include "base/result.hpp"

namespace toolhost::boundary {

/// A plugin file, open.
struct Library {
    toolhost_plugin_entry entry;
};

/// Opens a plugin file and finds its entry. RTLD_NOW, so that a missing symbol is an error here and
/// not a crash later; RTLD_LOCAL, so that plugins do not see each other. The library stays mapped
/// for the life of the process: closing one whose code may still be on some stack or in some table
/// is how plugin hosts crash.
base::Result<Library> openLibrary(const std::filesystem::path& file);

/// Calls the entry and holds the table it fills to this host's ABI: equal pre-release, all
/// functions there. Nothing of the plugin runs before its version is known but the entry itself and
/// the library's own constructors.
base::Result<toolhost_plugin> enter(const Library& library, const toolhost_host& host);

}  // namespace toolhost::boundary
