#include "boundary/interfaces.hpp"

#include <algorithm>

#include "boundary/text_sink.hpp"

namespace toolhost::boundary {
namespace {

Services& servicesOf(void* context) {
    return *static_cast<Services*>(context);
}

void writeLog(void* context, std::int32_t level, toolhost_str message) noexcept {
    servicesOf(context).log(level, fromAbi(message));
}

toolhost_status getConfig(void* context, toolhost_str key, toolhost_sink* value) noexcept {
    if (value == nullptr) return TOOLHOST_E_ARGUMENT;
    const auto found = servicesOf(context).config(fromAbi(key));
    return found ? value->put(value->context, toAbi(*found)) : TOOLHOST_E_FAILED;
}

toolhost_status recordMetric(void* context,
                             std::uint32_t kind,
                             toolhost_str name,
                             toolhost_str labels_json,
                             double value) noexcept {
    return servicesOf(context).measure({kind, fromAbi(name), fromAbi(labels_json), value});
}

toolhost_status raiseEvent(void* context, std::uint32_t event, toolhost_str subject) noexcept {
    return servicesOf(context).raise(event, fromAbi(subject));
}

toolhost_status runTask(void* context,
                        std::uint64_t delay_ms,
                        void (*work)(void*),
                        void (*drop)(void*),
                        void* user) noexcept {
    if (work == nullptr || drop == nullptr) return TOOLHOST_E_ARGUMENT;
    return servicesOf(context).run({delay_ms, work, drop, user});
}

}  // namespace

std::set<std::string, std::less<>> grantedBy(Services& services) {
    std::set<std::string, std::less<>> granted;
    for (const std::string_view id : kGrantedInterfaces) {
        if (services.grants(id)) granted.emplace(id);
    }
    return granted;
}

Interfaces::Interfaces(Services& services)
    : services_(services),
      log_{sizeof(log_), 0, &services, &writeLog},
      config_{sizeof(config_), 0, &services, &getConfig},
      metrics_{sizeof(metrics_), 0, &services, &recordMetric},
      events_{sizeof(events_), 0, &services, &raiseEvent},
      tasks_{sizeof(tasks_), 0, &services, &runTask},
      asked_{},
      host_{sizeof(host_),
            TOOLHOST_ABI_MAJOR,
            TOOLHOST_ABI_MINOR,
            0,
            this,
            &Interfaces::getInterface} {
    const auto ask = [](void* context,
                        toolhost_call* call,
                        toolhost_str request_json,
                        toolhost_str bytes,
                        toolhost_reply reply,
                        void* user) noexcept -> toolhost_status {
        if (reply == nullptr) return TOOLHOST_E_ARGUMENT;
        const auto& table = *static_cast<const ServiceTable*>(context);
        return table.services->ask(
            {table.id,
             call == nullptr ? nullptr : &Call::from(call),
             fromAbi(request_json),
             fromAbi(bytes)},
            [reply, user](toolhost_status status, std::string_view json, std::string_view beside) {
                reply(user, status, toAbi(json), toAbi(beside));
            });
    };
    for (std::size_t i = 0; i < asked_.size(); ++i) {
        asked_[i] = {&services, kServiceIds[i], {sizeof(toolhost_service_api), 0, &asked_[i], ask}};
    }
}

const void* Interfaces::getInterface(void* context, toolhost_str id) noexcept {
    return static_cast<const Interfaces*>(context)->find(fromAbi(id));
}

const void* Interfaces::find(std::string_view id) const {
    if (id == TOOLHOST_CALL_INTERFACE) return Call::interface();
    if (id == TOOLHOST_LOG_INTERFACE) return &log_;
    if (id == TOOLHOST_CONFIG_INTERFACE) return &config_;
    if (services_.grants(id)) return findGranted(id);
    services_.refused(id);
    return nullptr;
}

const void* Interfaces::findGranted(std::string_view id) const {
    if (id == TOOLHOST_METRICS_INTERFACE) return &metrics_;
    if (id == TOOLHOST_EVENTS_INTERFACE) return &events_;
    if (id == TOOLHOST_TASKS_INTERFACE) return &tasks_;
    const auto found = std::find_if(
        asked_.begin(), asked_.end(), [id](const auto& table) { return table.id == id; });
    return found == asked_.end() ? nullptr : &found->api;
}

}  // namespace toolhost::boundary
