#pragma once

#include <map>
#include <string>

#include <toolhost/abi/plugin.h>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "servicenow/service.hpp"

namespace toolhost::loader {

/// The host's rooms that plugins reach, as the loader was given them. They outlive every plugin.
struct Services {
    servicenow::Service& servicenow;
    const base::Clock& clock;
    base::Log& log;
};

/// The tables one plugin gets from the host. Their addresses are the plugin's, so this is never
/// moved and lives as long as the library: until the process ends.
class Interfaces {
public:
    Interfaces(std::string plugin, std::map<std::string, std::string> config, Services services);
    Interfaces(const Interfaces&) = delete;
    Interfaces& operator=(const Interfaces&) = delete;

    /// What the entry function is given.
    [[nodiscard]] const toolhost_host& host() const { return host_; }
    [[nodiscard]] const Services& services() const { return services_; }

    /// What the admin set for the plugin, as the JSON object create() is given.
    [[nodiscard]] std::string configJson() const;

private:
    static const void* getInterface(void* context, toolhost_str id) noexcept;
    static void writeLog(void* context, std::int32_t level, toolhost_str message) noexcept;
    static toolhost_status getConfig(void* context,
                                     toolhost_str key,
                                     toolhost_sink* value) noexcept;
    static toolhost_status requestServicenow(void* context,
                                             toolhost_call* call,
                                             toolhost_str request_json,
                                             toolhost_reply reply,
                                             void* user) noexcept;
    static toolhost_status listInstances(void* context, toolhost_sink* names_json) noexcept;

    const std::string plugin_;
    const std::map<std::string, std::string> config_;
    const Services services_;
    const toolhost_log_api log_;
    const toolhost_config_api config_api_;
    const toolhost_servicenow_api servicenow_;
    const toolhost_host host_;
};

}  // namespace toolhost::loader
