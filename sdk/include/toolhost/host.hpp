#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toolhost/abi/plugin.h>
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

/// The services the host grants this plugin, fetched once at entry. Lives as long as the library.
struct Host {
    const toolhost_call_api* call = nullptr;
    const toolhost_log_api* log = nullptr;
    const toolhost_config_api* config = nullptr;
    const toolhost_servicenow_api* servicenow = nullptr;

    explicit Host(const toolhost_host& host)
        : call(find<toolhost_call_api>(host, TOOLHOST_CALL_INTERFACE)),
          log(find<toolhost_log_api>(host, TOOLHOST_LOG_INTERFACE)),
          config(find<toolhost_config_api>(host, TOOLHOST_CONFIG_INTERFACE)),
          servicenow(find<toolhost_servicenow_api>(host, TOOLHOST_SERVICENOW_INTERFACE)) {}

private:
    template <typename Api>
    static const Api* find(const toolhost_host& host, std::string_view id) {
        return static_cast<const Api*>(host.get_interface(host.context, toAbi(id)));
    }
};

/// What the admin set for the plugin, and what else it may know while it is being made.
class Setup {
public:
    Setup(const Host& host, nlohmann::json config) : host_(host), config_(std::move(config)) {}

    /// The text of `config.<key>`; absent when the admin did not set it.
    std::optional<std::string> config(const std::string& key) const {
        const auto found = config_.find(key);
        if (found == config_.end() || !found->is_string()) return std::nullopt;
        return found->get<std::string>();
    }

    Log log() const { return Log(host_.log); }

    /// The names of the configured ServiceNow instances; empty when the plugin has no such service.
    std::vector<std::string> servicenowInstances() const {
        if (host_.servicenow == nullptr) return {};
        CollectingSink names;
        host_.servicenow->instances(host_.servicenow->context, names.abi());
        const auto list = nlohmann::json::parse(names.text(), nullptr, false);
        return list.is_array() ? list.get<std::vector<std::string>>() : std::vector<std::string>();
    }

private:
    const Host& host_;
    nlohmann::json config_;
};

}  // namespace toolhost::sdk
