#include "boundary/library.hpp"

#include <dlfcn.h>

#include "boundary/guarded.hpp"
#include "boundary/never_freed.hpp"

namespace toolhost::boundary {
namespace {

std::string versionText(std::uint32_t major, std::uint32_t minor) {
    return std::to_string(major) + '.' + std::to_string(minor);
}

std::string lastLinkError() {
    const char* text = dlerror();  // NOLINT(concurrency-mt-unsafe): glibc keeps it per thread
    return text == nullptr ? "the dynamic linker gave no reason" : text;
}

base::Result<base::Done> checkVersion(const toolhost_plugin& plugin) {
    if (plugin.abi_major == TOOLHOST_ABI_MAJOR && plugin.abi_minor == TOOLHOST_ABI_MINOR) {
        return base::Done{};
    }
    return base::Error{"it was built for plugin ABI " +
                       versionText(plugin.abi_major, plugin.abi_minor) + " and this host has " +
                       versionText(TOOLHOST_ABI_MAJOR, TOOLHOST_ABI_MINOR) +
                       "; rebuild it with this host's SDK"};
}

/// Up to and with unload; what comes after it may be missing.
constexpr std::size_t kNeeded = offsetof(toolhost_plugin, reconfigure);

base::Result<base::Done> checkTable(const toolhost_plugin& plugin) {
    const bool complete =
        plugin.size >= kNeeded && plugin.describe != nullptr && plugin.create != nullptr &&
        plugin.list != nullptr && plugin.call != nullptr && plugin.cancel != nullptr &&
        plugin.quiesce != nullptr && plugin.destroy != nullptr && plugin.unload != nullptr;
    if (complete) return base::Done{};
    return base::Error{"its table of functions is incomplete"};
}

}  // namespace

base::Result<Library> openLibrary(const std::filesystem::path& file) {
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return base::Error{lastLinkError()};
    void* symbol = dlsym(library, TOOLHOST_PLUGIN_ENTRY);
    if (symbol == nullptr) {
        return base::Error{"it exports no " TOOLHOST_PLUGIN_ENTRY
                           ": is it a toolhost plugin, ended by TOOLHOST_PLUGIN(...)?"};
    }
    return Library{reinterpret_cast<toolhost_plugin_entry>(symbol)};
}

base::Result<toolhost_plugin> enter(const Library& library, const toolhost_host& host) {
    toolhost_plugin plugin{};
    plugin.size = sizeof(plugin);
    const auto status = guarded("its entry", [&] { return library.entry(&host, &plugin); });
    if (!status.ok()) return status.error();
    if (status.value() != TOOLHOST_OK) return base::Error{"its entry refused this host"};
    if (const auto version = checkVersion(plugin); !version.ok()) return version.error();
    if (const auto table = checkTable(plugin); !table.ok()) return table.error();
    neverFreed(plugin.self);  // unload would free it, and is not called
    return plugin;
}

}  // namespace toolhost::boundary
