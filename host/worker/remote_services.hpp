#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "boundary/config_texts.hpp"
#include "boundary/frames/hello.hpp"
#include "boundary/services.hpp"
#include "boundary/tasks.hpp"
#include "worker/connection.hpp"

namespace toolhost::worker {

/// The host's services over the connection; a plugin's tasks run on threads of the worker.
class RemoteServices final : public boundary::Services {
public:
    /// The connection outlives it.
    RemoteServices(boundary::Grants grants, Connection& connection);

    [[nodiscard]] bool grants(std::string_view interface_id) override;
    void log(std::int32_t level, std::string_view message) override;
    [[nodiscard]] std::optional<std::string> config(std::string_view key) const override;
    void configure(const std::map<std::string, std::string>& texts) override;
    toolhost_status measure(const boundary::Measurement& measurement) override;
    toolhost_status raise(std::uint32_t event, std::string_view subject) override;
    void refused(std::string_view interface_id) override;
    toolhost_status run(const boundary::Task& task) override { return tasks_.run(task); }
    base::Result<base::Done> endTasks(std::chrono::milliseconds patience) override {
        return tasks_.end(patience);
    }
    toolhost_status ask(const boundary::Request& request, boundary::Replied replied) override;

private:
    const std::set<std::string, std::less<>> granted_;
    Connection& connection_;
    boundary::TaskPool pool_;
    boundary::PluginTasks tasks_;
    boundary::ConfigTexts config_;
};

}  // namespace toolhost::worker
