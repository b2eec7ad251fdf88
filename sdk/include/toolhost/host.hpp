#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toolhost/abi/plugin.h>
#include <toolhost/service.hpp>
#include <toolhost/text.hpp>

namespace toolhost::sdk {

/// Writes to the host's log under the plugin's name. Cheap to copy; thread-safe. Never log a
/// secret.
class Log {
public:
    explicit Log(const toolhost_log_api* api) : api_(api) {}

    void debug(std::string_view message) const { write(TOOLHOST_LOG_DEBUG, message); }
    void info(std::string_view message) const { write(TOOLHOST_LOG_INFO, message); }
    void warning(std::string_view message) const { write(TOOLHOST_LOG_WARNING, message); }
    void error(std::string_view message) const { write(TOOLHOST_LOG_ERROR, message); }

private:
    void write(int32_t level, std::string_view message) const {
        if (api_ != nullptr) api_->write(api_->context, level, toAbi(message));
    }

    const toolhost_log_api* api_;
};

/// What the host grants this plugin. Lives as long as the library; thread-safe.
class Host {
public:
    explicit Host(const toolhost_host& host)
        : host_(&host),
          call_(find<toolhost_call_api>(TOOLHOST_CALL_INTERFACE)),
          log_(find<toolhost_log_api>(TOOLHOST_LOG_INTERFACE)) {}

    /// Those that every plugin has.
    const toolhost_call_api* call() const { return call_; }
    const toolhost_log_api* log() const { return log_; }

    /// An interface by its id (TOOLHOST_*_INTERFACE), asked for when it is used, as the host
    /// records what a plugin wants and may not have; null when this one may not.
    template <typename Api>
    const Api* find(std::string_view id) const {
        return static_cast<const Api*>(host_->get_interface(host_->context, toAbi(id)));
    }

    /// A service by its id (TOOLHOST_*_SERVICE).
    Service service(std::string_view id) const { return Service(find<toolhost_service_api>(id)); }

private:
    const toolhost_host* host_;
    const toolhost_call_api* call_;
    const toolhost_log_api* log_;
};

/// What the admin set for the plugin, and what else it may know while it is being made.
class Setup {
public:
    Setup(const Host& host, nlohmann::json config) : host_(host), config_(std::move(config)) {}

    /// The text of `config.<key>`; absent when the admin did not set it.
    std::optional<std::string> config(const std::string& key) const {
        const auto found = config_.find(key);
        if (found == config_.end()) return std::nullopt;
        return found->is_string() ? found->get<std::string>() : found->dump();
    }

    /// All of it, as the plugin's schema reads it.
    const nlohmann::json& configuration() const { return config_; }

    Log log() const { return Log(host_.log()); }

    /// The names of the configured ServiceNow instances; empty when the plugin has no such service.
    std::vector<std::string> servicenowInstances() const {
        const Service servicenow = host_.service(TOOLHOST_SERVICENOW_SERVICE);
        if (!servicenow) return {};
        const Reply reply = servicenow.askAndWait(nullptr, {{"op", "instances"}});
        return reply.ok() && reply.json.is_array() ? reply.json.get<std::vector<std::string>>()
                                                   : std::vector<std::string>();
    }

    /// For the services of the host; see the headers named after them.
    const Host& host() const { return host_; }

private:
    const Host& host_;
    nlohmann::json config_;
};

}  // namespace toolhost::sdk
