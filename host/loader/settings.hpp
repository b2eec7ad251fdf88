#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace toolhost::loader {

/// What `plugins.d/<plugin>.properties` says of one plugin.
struct PluginSettings {
    bool enabled = true;
    /// The host does not start without it.
    bool required = false;
    /// Put before each of its tool names.
    std::string prefix;
    /// The plugin's own keys (`config.<key>`), handed to it as one JSON object of strings.
    std::map<std::string, std::string> config;
};

/// Where plugins are, and what the admin says of each, by file name without ".so".
struct Settings {
    std::filesystem::path directory = "/usr/lib/toolhost/plugins";
    std::map<std::string, PluginSettings> plugins;
};

}  // namespace toolhost::loader
