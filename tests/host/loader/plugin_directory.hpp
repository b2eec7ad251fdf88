#pragma once

#include <filesystem>
#include <initializer_list>
#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "loader/loader.hpp"
#include "outbound/client.hpp"
#include "servicenow/service.hpp"

namespace toolhost::loader {

/// Text that one thread writes while another reads it.
class SharedText : public std::streambuf {
public:
    [[nodiscard]] std::string text() const {
        const std::lock_guard lock(mutex_);
        return text_;
    }

protected:
    std::streamsize xsputn(const char* bytes, std::streamsize count) override {
        const std::lock_guard lock(mutex_);
        text_.append(bytes, static_cast<std::size_t>(count));
        return count;
    }

    int overflow(int character) override {
        const std::lock_guard lock(mutex_);
        text_.push_back(static_cast<char>(character));
        return character;
    }

private:
    mutable std::mutex mutex_;
    std::string text_;  // guarded by mutex_
};

/// A directory with the plugins a test wants, the services they are given, and what was logged.
class PluginDirectory {
public:
    explicit PluginDirectory(std::initializer_list<std::string> files,
                             Isolation isolation = Isolation::InProcess)
        : directory_(std::filesystem::temp_directory_path() / ("plugins-" + base::randomHexId())) {
        std::filesystem::create_directory(directory_);
        for (const auto& file : files) {
            copy(file);
            settings.plugins[std::filesystem::path(file).stem()].isolation = isolation;
        }
        settings.directory = directory_;
        settings.keys = directory_ / "keys";
        settings.permissions = Policy::Off;  // the system's temporary directory is everybody's
        settings.signature = Policy::Off;
        settings.worker_program = WORKER_PROGRAM;
    }
    PluginDirectory(const PluginDirectory&) = delete;
    PluginDirectory& operator=(const PluginDirectory&) = delete;
    ~PluginDirectory() { std::filesystem::remove_all(directory_); }

    base::Result<Loaded> load(const Custody& custody = {}) {
        return loadPlugins(settings, {*service_, clock_, log_}, custody);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return directory_; }
    [[nodiscard]] base::Log& logger() { return log_; }
    [[nodiscard]] std::string log() const { return log_text_.text(); }

    Settings settings;

private:
    void copy(const std::string& file) {
        const std::filesystem::path fixture = std::filesystem::path(FIXTURES_DIRECTORY) / file;
        const std::filesystem::path shipped = std::filesystem::path(PLUGINS_DIRECTORY) / file;
        std::filesystem::copy_file(std::filesystem::exists(fixture) ? fixture : shipped,
                                   directory_ / file);
    }

    std::filesystem::path directory_;
    SharedText log_text_;
    std::ostream log_stream_{&log_text_};
    base::Log log_{log_stream_, base::LogLevel::Debug};
    base::SystemClock clock_;
    outbound::Client outbound_{{}, clock_, log_};
    std::unique_ptr<servicenow::Service> service_ =
        servicenow::Service::create({}, {outbound_, clock_, log_}).value();
};

}  // namespace toolhost::loader
