#pragma once

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "loader/plugins.hpp"
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

/// What serves, and what became of each file.
struct Loaded {
    std::shared_ptr<Plugins> plugins;
    std::shared_ptr<const tools::Catalogue> catalogue;
    std::vector<Verdict> verdicts;
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
        auto plugins = start(custody);
        if (!plugins.ok()) return plugins.error();
        Loaded loaded{std::move(plugins).value(), {}, {}};
        loaded.catalogue = loaded.plugins->catalogue();
        loaded.verdicts = loaded.plugins->verdicts();
        return loaded;
    }

    base::Result<std::unique_ptr<Plugins>> start(const Custody& custody = {}) {
        return Plugins::start(settings, rooms(), custody);
    }

    /// Puts a fixture there by rename, under that name, with `tail` behind its bytes: another
    /// content of the same code.
    void put(const std::string& fixture, const std::string& name, const std::string& tail = {}) {
        const auto beside = directory_ / ".new";
        std::filesystem::copy_file(pathOf(fixture), beside);
        std::ofstream(beside, std::ios::app | std::ios::binary) << tail;
        std::filesystem::rename(beside, directory_ / name);
    }

    [[nodiscard]] Rooms rooms() { return {*service_, clock_, log_, shared}; }
    [[nodiscard]] const std::filesystem::path& path() const { return directory_; }
    [[nodiscard]] base::Log& logger() { return log_; }
    [[nodiscard]] std::string log() const { return log_text_.text(); }

    Settings settings;
    /// What plugins are given of services that need a state directory; outlives this.
    SharedServices* shared = nullptr;

private:
    static std::filesystem::path pathOf(const std::string& file) {
        const auto fixture = std::filesystem::path(FIXTURES_DIRECTORY) / file;
        return std::filesystem::exists(fixture) ? fixture
                                                : std::filesystem::path(PLUGINS_DIRECTORY) / file;
    }

    void copy(const std::string& file) {
        std::filesystem::copy_file(pathOf(file), directory_ / file);
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
