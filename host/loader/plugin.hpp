#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "loader/interfaces.hpp"
#include "loader/settings.hpp"

namespace toolhost::loader {

/// One plugin file, loaded, with one running instance. Its tools share it.
class Plugin {
public:
    /// Opens the file, checks its ABI, reads what it says of itself and makes its instance. On
    /// failure the library stays mapped and nothing of it is called again. `name` is what the admin
    /// calls it: its file's name in the plugin directory, without ".so".
    static base::Result<std::shared_ptr<Plugin>> load(const std::filesystem::path& file,
                                                      const std::string& name,
                                                      const PluginSettings& settings,
                                                      const Services& services);

    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    /// Quiesces and destroys the instance; the library stays.
    ~Plugin();

    /// The plugin's own id and version ("com.example.greeter", "1.0.0").
    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] const std::string& version() const { return version_; }

    /// The MCP Tool objects the instance offers, each as the text it was written in.
    [[nodiscard]] base::Result<std::vector<std::string>> toolTexts() const;

    /// [worker] Runs a call; an error when the plugin broke the contract or failed outright.
    base::Result<toolhost_status> call(toolhost_call* call) const;

    [[nodiscard]] const Services& services() const { return interfaces_->services(); }

private:
    Plugin(toolhost_plugin table, std::unique_ptr<Interfaces> interfaces);

    base::Result<base::Done> describe();
    base::Result<base::Done> create();

    const toolhost_plugin table_;
    /// Released, never freed: the library keeps its addresses.
    Interfaces* const interfaces_;
    void* instance_ = nullptr;
    std::string id_;
    std::string version_;
};

}  // namespace toolhost::loader
