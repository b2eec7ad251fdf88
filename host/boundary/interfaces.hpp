#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include <toolhost/abi/plugin.h>

#include "boundary/services.hpp"

namespace toolhost::boundary {

/// The ids of the services that are asked and answer.
inline constexpr std::array<std::string_view, 10> kServiceIds = {TOOLHOST_SERVICENOW_SERVICE,
                                                                 TOOLHOST_HTTP_SERVICE,
                                                                 TOOLHOST_STORE_SERVICE,
                                                                 TOOLHOST_SQL_SERVICE,
                                                                 TOOLHOST_SECRETS_SERVICE,
                                                                 TOOLHOST_OAUTH_SERVICE,
                                                                 TOOLHOST_JWT_SERVICE,
                                                                 TOOLHOST_CRYPTO_SERVICE,
                                                                 TOOLHOST_AUDIT_SERVICE,
                                                                 TOOLHOST_TRACE_SERVICE};

/// The ids of every interface that is granted to some plugins and not to others.
inline constexpr std::array<std::string_view, kServiceIds.size() + 3> kGrantedInterfaces = [] {
    std::array<std::string_view, kServiceIds.size() + 3> ids{
        TOOLHOST_METRICS_INTERFACE, TOOLHOST_EVENTS_INTERFACE, TOOLHOST_TASKS_INTERFACE};
    std::copy(kServiceIds.begin(), kServiceIds.end(), ids.begin() + 3);
    return ids;
}();

/// Those of them that the plugin of these services is granted.
std::set<std::string, std::less<>> grantedBy(Services& services);

/// The C tables one plugin gets from the host, over its Services. Their addresses are the plugin's,
/// so this is never moved and lives as long as the library: until the process ends.
class Interfaces {
public:
    /// The services outlive it.
    explicit Interfaces(Services& services);
    Interfaces(const Interfaces&) = delete;
    Interfaces& operator=(const Interfaces&) = delete;
    ~Interfaces() = default;

    /// What the entry function is given.
    [[nodiscard]] const toolhost_host& host() const { return host_; }

private:
    /// What a service's table points back to.
    struct ServiceTable {
        Services* services;
        std::string_view id;
        toolhost_service_api api;
    };

    static const void* getInterface(void* context, toolhost_str id) noexcept;
    [[nodiscard]] const void* find(std::string_view id) const;
    [[nodiscard]] const void* findGranted(std::string_view id) const;

    Services& services_;
    const toolhost_log_api log_;
    const toolhost_config_api config_;
    const toolhost_metrics_api metrics_;
    const toolhost_events_api events_;
    const toolhost_tasks_api tasks_;
    std::array<ServiceTable, kServiceIds.size()> asked_;
    const toolhost_host host_;
};

}  // namespace toolhost::boundary
