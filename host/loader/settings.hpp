#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "loader/services/grant_settings.hpp"

namespace toolhost::loader {

/// Where a plugin's code runs.
enum class Isolation {
    Auto,       ///< in this process if it was shipped with the host, else in one of its own
    InProcess,  ///< in this process, with all its rights
    Process     ///< in a sandboxed process of its own
};

/// What `plugins.d/<plugin>.properties` says of one plugin.
struct PluginSettings {
    bool enabled = true;
    /// The host does not start without it.
    bool required = false;
    /// Put before each of its tool names.
    std::string prefix;
    Isolation isolation = Isolation::Auto;
    /// What a process of its own may take of address space; 0: no limit.
    std::uint64_t memory_mib = 2048;
    /// Processes of its own at once, among which its calls are spread.
    std::size_t replicas = 1;
    /// The pause without calls after which a process of its own ends until the next; 0: never.
    std::chrono::seconds idle_stop{0};
    /// Whether a process of its own may open network sockets.
    bool may_use_network = false;
    /// The plugin's own keys (`config.<key>`), handed to it as one JSON object of strings.
    std::map<std::string, std::string> config;
    /// What it may use of the host.
    GrantSettings grants;

    friend bool operator==(const PluginSettings&, const PluginSettings&) = default;
};

/// What is done about a plugin that breaks a rule: nothing is looked at, it is said, or the plugin
/// is refused.
enum class Policy { Off, Warn, Require };

/// Where plugins come from, what they must show for themselves, and what the admin says of each, by
/// file name without ".so".
struct Settings {
    std::filesystem::path directory = "/usr/lib/toolhost/plugins";
    /// Whether only root and this user may write the plugin files, and what is above them.
    Policy permissions = Policy::Require;
    /// Whether each file is signed by a trusted key or is on the list of allowed ones.
    Policy signature = Policy::Warn;
    /// Whether tools still say what they said when the admin approved them.
    Policy pins = Policy::Warn;
    /// Trusted keys (*.pub) and the lists "allowed" and "revoked".
    std::filesystem::path keys = "/etc/toolhost/plugin-keys";
    /// Where the copies are kept that are loaded; empty means plugins/store in the state directory.
    std::filesystem::path store;
    /// Shared libraries that plugins may need besides those of the C and C++ runtimes.
    std::vector<std::string> libraries;
    std::size_t file_bytes_max = std::size_t{256} << 20U;
    /// Copies kept of one plugin, the one that serves included.
    std::size_t copies_max = 5;
    /// Whether the directory is looked at again when something in it changes.
    bool watch = true;
    /// Contents of one plugin that may be mapped into this process, the one that serves included:
    /// none is ever unmapped before the process ends.
    std::size_t generations_max = 8;
    /// The program that runs a plugin in a process of its own.
    std::filesystem::path worker_program = "/usr/bin/toolhost-worker";
    /// The SHA-256 of the plugins that were shipped with the host, one a line as sha256sum writes
    /// it.
    std::filesystem::path shipped_list = "/usr/share/toolhost/shipped-plugins.sha256";
    std::map<std::string, PluginSettings> plugins;
};

}  // namespace toolhost::loader
