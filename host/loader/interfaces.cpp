#include "loader/interfaces.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "loader/call_handle.hpp"
#include "loader/text_sink.hpp"

namespace toolhost::loader {
namespace {

Interfaces& self(void* context) {
    return *static_cast<Interfaces*>(context);
}

base::LogLevel levelOf(std::int32_t level) {
    if (level <= TOOLHOST_LOG_DEBUG) return base::LogLevel::Debug;
    if (level == TOOLHOST_LOG_INFO) return base::LogLevel::Info;
    return level == TOOLHOST_LOG_WARNING ? base::LogLevel::Warning : base::LogLevel::Error;
}

}  // namespace

Interfaces::Interfaces(std::string plugin,
                       std::map<std::string, std::string> config,
                       Services services)
    : plugin_(std::move(plugin)),
      config_(std::move(config)),
      services_(services),
      log_{sizeof(log_), 0, this, &Interfaces::writeLog},
      config_api_{sizeof(config_api_), 0, this, &Interfaces::getConfig},
      servicenow_{
          sizeof(servicenow_), 0, this, &Interfaces::requestServicenow, &Interfaces::listInstances},
      host_{sizeof(host_),
            TOOLHOST_ABI_MAJOR,
            TOOLHOST_ABI_MINOR,
            0,
            this,
            &Interfaces::getInterface} {}

std::string Interfaces::configJson() const {
    return nlohmann::json(config_).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

const void* Interfaces::getInterface(void* context, toolhost_str id) noexcept {
    const std::string_view name = fromAbi(id);
    if (name == TOOLHOST_CALL_INTERFACE) return CallHandle::interface();
    if (name == TOOLHOST_LOG_INTERFACE) return &self(context).log_;
    if (name == TOOLHOST_CONFIG_INTERFACE) return &self(context).config_api_;
    if (name == TOOLHOST_SERVICENOW_INTERFACE) return &self(context).servicenow_;
    return nullptr;
}

void Interfaces::writeLog(void* context, std::int32_t level, toolhost_str message) noexcept {
    self(context).services_.log.write(
        levelOf(level),
        "plugin.said",
        {{"plugin", self(context).plugin_}, {"message", std::string(fromAbi(message))}});
}

toolhost_status Interfaces::getConfig(void* context,
                                      toolhost_str key,
                                      toolhost_sink* value) noexcept {
    const auto found = self(context).config_.find(std::string(fromAbi(key)));
    if (found == self(context).config_.end()) return TOOLHOST_E_FAILED;
    return value->put(value->context, toAbi(found->second));
}

toolhost_status Interfaces::requestServicenow(void* context,
                                              toolhost_call* call,
                                              toolhost_str request_json,
                                              toolhost_reply reply,
                                              void* user) noexcept {
    if (call == nullptr || reply == nullptr) return TOOLHOST_E_ARGUMENT;
    CallHandle& handle = CallHandle::from(call);
    const tools::Invocation& invocation = handle.invocation();
    handle.retain();
    self(context).services_.servicenow.perform(
        {.principal = *invocation.principal,
         .request = std::string(fromAbi(request_json)),
         .deadline = invocation.deadline,
         .cancelled = invocation.cancelled},
        [&handle, reply, user](const std::string& reply_json) {
            reply(user, toAbi(reply_json));
            handle.release();
        });
    return TOOLHOST_PENDING;
}

toolhost_status Interfaces::listInstances(void* context, toolhost_sink* names_json) noexcept {
    const nlohmann::json names = self(context).services_.servicenow.instanceNames();
    return names_json->put(names_json->context, toAbi(names.dump()));
}

}  // namespace toolhost::loader
