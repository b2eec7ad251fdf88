#pragma once

#include <filesystem>
#include <initializer_list>
#include <sstream>
#include <string>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "loader/loader.hpp"
#include "outbound/client.hpp"
#include "servicenow/service.hpp"

namespace toolhost::loader {

/// A directory with the plugins a test wants, the services they are given, and what was logged.
class PluginDirectory {
public:
    explicit PluginDirectory(std::initializer_list<std::string> files)
        : directory_(std::filesystem::temp_directory_path() / ("plugins-" + base::randomHexId())) {
        std::filesystem::create_directory(directory_);
        for (const auto& file : files)
            copy(file);
        settings.directory = directory_;
        settings.keys = directory_ / "keys";
        settings.permissions = Policy::Off;  // the system's temporary directory is everybody's
        settings.signature = Policy::Off;
    }
    PluginDirectory(const PluginDirectory&) = delete;
    PluginDirectory& operator=(const PluginDirectory&) = delete;
    ~PluginDirectory() { std::filesystem::remove_all(directory_); }

    base::Result<Loaded> load(const Custody& custody = {}) {
        return loadPlugins(settings, {*service_, clock_, log_}, custody);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return directory_; }
    [[nodiscard]] base::Log& logger() { return log_; }
    [[nodiscard]] std::string log() const { return log_text_.str(); }

    Settings settings;

private:
    void copy(const std::string& file) {
        const std::filesystem::path fixture = std::filesystem::path(FIXTURES_DIRECTORY) / file;
        const std::filesystem::path shipped = std::filesystem::path(PLUGINS_DIRECTORY) / file;
        std::filesystem::copy_file(std::filesystem::exists(fixture) ? fixture : shipped,
                                   directory_ / file);
    }

    std::filesystem::path directory_;
    std::ostringstream log_text_;
    base::Log log_{log_text_, base::LogLevel::Debug};
    base::SystemClock clock_;
    outbound::Client outbound_{{}, clock_, log_};
    std::unique_ptr<servicenow::Service> service_ =
        servicenow::Service::create({}, {outbound_, clock_, log_}).value();
};

}  // namespace toolhost::loader
