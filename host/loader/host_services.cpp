#include "loader/host_services.hpp"

#include <utility>

#include "loader/services/servicenow_requests.hpp"

namespace toolhost::loader {
namespace {

base::LogLevel levelOf(std::int32_t level) {
    if (level <= TOOLHOST_LOG_DEBUG) return base::LogLevel::Debug;
    if (level == TOOLHOST_LOG_INFO) return base::LogLevel::Info;
    return level == TOOLHOST_LOG_WARNING ? base::LogLevel::Warning : base::LogLevel::Error;
}

}  // namespace

HostServices::HostServices(std::string plugin,
                           std::map<std::string, std::string> config,
                           const Rooms& rooms)
    : plugin_(std::move(plugin)), config_(std::move(config)), rooms_(rooms) {}

bool HostServices::grants(std::string_view interface_id) {
    return interface_id == TOOLHOST_SERVICENOW_SERVICE;
}

void HostServices::log(std::int32_t level, std::string_view message) {
    rooms_.log.write(
        levelOf(level), "plugin.said", {{"plugin", plugin_}, {"message", std::string(message)}});
}

std::optional<std::string> HostServices::config(std::string_view key) const {
    const auto found = config_.find(std::string(key));
    if (found == config_.end()) return std::nullopt;
    return found->second;
}

toolhost_status HostServices::ask(const boundary::Request& request, boundary::Replied replied) {
    if (request.service != TOOLHOST_SERVICENOW_SERVICE) return TOOLHOST_E_DENIED;
    return askServicenow(rooms_.servicenow, request, std::move(replied));
}

}  // namespace toolhost::loader
