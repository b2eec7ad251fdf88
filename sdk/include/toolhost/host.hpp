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

/// The services the host grants this plugin, fetched once at entry. Lives as long as the library.
struct Host {
    const toolhost_call_api* call = nullptr;
    const toolhost_log_api* log = nullptr;
    const toolhost_config_api* config = nullptr;
    Service servicenow{nullptr};
    Service http{nullptr};
    Service store{nullptr};
    Service sql{nullptr};
    Service secrets{nullptr};
    Service crypto{nullptr};
    Service audit{nullptr};

    explicit Host(const toolhost_host& host)
        : call(find<toolhost_call_api>(host, TOOLHOST_CALL_INTERFACE)),
          log(find<toolhost_log_api>(host, TOOLHOST_LOG_INTERFACE)),
          config(find<toolhost_config_api>(host, TOOLHOST_CONFIG_INTERFACE)),
          servicenow(service(host, TOOLHOST_SERVICENOW_SERVICE)),
          http(service(host, TOOLHOST_HTTP_SERVICE)),
          store(service(host, TOOLHOST_STORE_SERVICE)),
          sql(service(host, TOOLHOST_SQL_SERVICE)),
          secrets(service(host, TOOLHOST_SECRETS_SERVICE)),
          crypto(service(host, TOOLHOST_CRYPTO_SERVICE)),
          audit(service(host, TOOLHOST_AUDIT_SERVICE)) {}

private:
    template <typename Api>
    static const Api* find(const toolhost_host& host, std::string_view id) {
        return static_cast<const Api*>(host.get_interface(host.context, toAbi(id)));
    }

    static Service service(const toolhost_host& host, std::string_view id) {
        return Service(find<toolhost_service_api>(host, id));
    }
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

    Log log() const { return Log(host_.log); }

    /// The names of the configured ServiceNow instances; empty when the plugin has no such service.
    std::vector<std::string> servicenowInstances() const {
        if (!host_.servicenow) return {};
        const Reply reply = host_.servicenow.askAndWait(nullptr, {{"op", "instances"}});
        return reply.ok() && reply.json.is_array() ? reply.json.get<std::vector<std::string>>()
                                                   : std::vector<std::string>();
    }

private:
    const Host& host_;
    nlohmann::json config_;
};

}  // namespace toolhost::sdk
