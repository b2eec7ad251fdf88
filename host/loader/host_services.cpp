#include "loader/host_services.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "boundary/interfaces.hpp"
#include "loader/services/plugin_records.hpp"
#include "loader/services/shared_services.hpp"

namespace toolhost::loader {
namespace {

constexpr std::size_t kSubjectBytesMax = 2'048;

base::LogLevel levelOf(std::int32_t level) {
    if (level <= TOOLHOST_LOG_DEBUG) return base::LogLevel::Debug;
    if (level == TOOLHOST_LOG_INFO) return base::LogLevel::Info;
    return level == TOOLHOST_LOG_WARNING ? base::LogLevel::Warning : base::LogLevel::Error;
}

/// The labels of an object of texts; absent when it is none.
std::optional<telemetry::Labels> labelsOf(std::string_view labels_json) {
    telemetry::Labels labels;
    if (labels_json.empty()) return labels;
    const auto object = nlohmann::json::parse(labels_json, nullptr, false);
    if (!object.is_object()) return std::nullopt;
    for (const auto& entry : object.items()) {
        if (!entry.value().is_string()) return std::nullopt;
        labels.emplace(entry.key(), entry.value().get<std::string>());
    }
    return labels;
}

std::optional<telemetry::MetricKind> kindOf(std::uint32_t kind) {
    using telemetry::MetricKind;
    if (kind == TOOLHOST_METRIC_COUNT) return MetricKind::Counter;
    if (kind == TOOLHOST_METRIC_GAUGE) return MetricKind::Gauge;
    if (kind == TOOLHOST_METRIC_OBSERVE) return MetricKind::Histogram;
    return std::nullopt;
}

/// A plugin's own name in front keeps its numbers apart from all others.
std::string metricName(std::string plugin_id, std::string_view name) {
    std::replace_if(
        plugin_id.begin(),
        plugin_id.end(),
        [](char c) { return std::string_view(".-").find(c) != std::string_view::npos; },
        '_');
    return "plugin_" + plugin_id + '_' + std::string(name);
}

std::unique_ptr<boundary::PluginTasks> tasksFor(const Grantee& grantee, const Rooms& rooms) {
    if (rooms.shared == nullptr || !isAllowed(grantee, TOOLHOST_TASKS_INTERFACE)) return nullptr;
    return std::make_unique<boundary::PluginTasks>(
        rooms.shared->tasks(), [&log = rooms.log, id = grantee.id](const std::string& what) {
            log.warning("loader.plugin.misbehaved", {{"plugin", id}, {"reason", what}});
        });
}

}  // namespace

HostServices::HostServices(Grantee grantee,
                           std::map<std::string, std::string> config,
                           const Rooms& rooms)
    : grantee_(std::move(grantee)),
      rooms_(rooms),
      services_(servicesFor(grantee_, rooms_)),
      tasks_(tasksFor(grantee_, rooms_)),
      config_(std::move(config)) {}

bool HostServices::grants(std::string_view interface_id) {
    if (interface_id == TOOLHOST_TASKS_INTERFACE) return tasks_ != nullptr;
    const bool is_shared = rooms_.shared != nullptr && isAllowed(grantee_, interface_id);
    if (interface_id == TOOLHOST_METRICS_INTERFACE) return is_shared;
    if (interface_id == TOOLHOST_EVENTS_INTERFACE) {
        return is_shared && rooms_.shared->rooms().events != nullptr;
    }
    return services_.find(interface_id) != services_.end();
}

void HostServices::refused(std::string_view interface_id) {
    if (rooms_.shared == nullptr || !isFirstRefusal(interface_id)) return;
    audit::Event event;
    event.type = "plugin.grant_refused";
    event.outcome = audit::Outcome::Denied;
    event.details["interface"] = interface_id;
    PluginRecords(rooms_.shared->rooms().trail, grantee_.id).record(std::move(event), nullptr, {});
}

/// Of interfaces that there are: what else a plugin asks for tells nothing.
bool HostServices::isFirstRefusal(std::string_view interface_id) {
    const auto& known = boundary::kGrantedInterfaces;
    if (std::find(known.begin(), known.end(), interface_id) == known.end()) return false;
    const std::lock_guard lock(mutex_);
    return refused_.emplace(interface_id).second;
}

void HostServices::log(std::int32_t level, std::string_view message) {
    rooms_.log.write(levelOf(level),
                     "plugin.said",
                     {{"plugin", grantee_.name}, {"message", std::string(message)}});
}

std::optional<std::string> HostServices::config(std::string_view key) const {
    return config_.find(key);
}

void HostServices::configure(const std::map<std::string, std::string>& texts) {
    config_.replace(texts);
}

toolhost_status HostServices::measure(const boundary::Measurement& measurement) {
    if (!grants(TOOLHOST_METRICS_INTERFACE)) return TOOLHOST_E_DENIED;
    const auto kind = kindOf(measurement.kind);
    auto labels = labelsOf(measurement.labels_json);
    if (!kind || !labels) return TOOLHOST_E_ARGUMENT;
    const auto fault =
        rooms_.shared->rooms().metrics.record(grantee_.id,
                                              {.kind = *kind,
                                               .name = metricName(grantee_.id, measurement.name),
                                               .labels = std::move(*labels),
                                               .value = measurement.value});
    if (!fault) return TOOLHOST_OK;
    return *fault == telemetry::Registry::Fault::Full ? TOOLHOST_E_LIMIT : TOOLHOST_E_ARGUMENT;
}

toolhost_status HostServices::raise(std::uint32_t event, std::string_view subject) {
    if (!grants(TOOLHOST_EVENTS_INTERFACE)) return TOOLHOST_E_DENIED;
    const bool is_list = event == TOOLHOST_EVENT_LIST_CHANGED;
    const bool is_resource = event == TOOLHOST_EVENT_RESOURCE_UPDATED && !subject.empty();
    if (!is_list && !is_resource) return TOOLHOST_E_ARGUMENT;
    if (subject.size() > kSubjectBytesMax) return TOOLHOST_E_LIMIT;
    const bool is_taken = rooms_.shared->rooms().events->put(
        {grantee_.id, event, is_list ? std::string() : std::string(subject)});
    return is_taken ? TOOLHOST_OK : TOOLHOST_E_LIMIT;
}

toolhost_status HostServices::run(const boundary::Task& task) {
    return tasks_ ? tasks_->run(task) : TOOLHOST_E_DENIED;
}

base::Result<base::Done> HostServices::endTasks(std::chrono::milliseconds patience) {
    if (tasks_) {
        if (auto ended = tasks_->end(patience); !ended.ok()) return ended;
    }
    if (in_flight_.waitForAll(patience)) return base::Done{};
    return base::Error{"the plugin has not taken the answers of services that it asked"};
}

toolhost_status HostServices::ask(const boundary::Request& request, boundary::Replied replied) {
    const auto found = services_.find(request.service);
    if (found == services_.end()) {
        refused(request.service);
        return TOOLHOST_E_DENIED;
    }
    auto taken = in_flight_.take(request, std::move(replied));
    if (!taken) return TOOLHOST_E_LIMIT;
    found->second->ask(request, std::move(taken));
    return TOOLHOST_PENDING;
}

}  // namespace toolhost::loader
