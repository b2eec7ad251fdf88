#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <toolhost/context.hpp>

namespace toolhost::sdk {

/// What went wrong at a service of the host; thrown by functions that wait for its reply.
class ServiceError : public std::runtime_error {
public:
    explicit ServiceError(const Reply& reply)
        : std::runtime_error(reply.problem()), kind_(kindOf(reply)) {}

    /// For programs: "conflict", "quota", "not_granted", …; see the SDK's SERVICES.md.
    const std::string& kind() const { return kind_; }

private:
    static std::string kindOf(const Reply& reply) {
        const nlohmann::json::json_pointer kind("/error/kind");
        const bool is_told = reply.json.is_object() && reply.json.contains(kind);
        return is_told && reply.json[kind].is_string() ? reply.json[kind].get<std::string>()
                                                       : std::string("refused");
    }

    std::string kind_;
};

/// Who asks a service of the host: a call, whose deadline and cancellation then hold, or the plugin
/// itself. Cheap to copy; keeps its call from ending.
class Asking {
public:
    Asking(Context context) : host_(&context.host()), context_(std::move(context)) {}
    Asking(const Setup& setup) : host_(&setup.host()) {}

    const Host& host() const { return *host_; }

    /// Whether the plugin has that service.
    bool has(std::string_view service_id) const {
        return static_cast<bool>(host_->service(service_id));
    }

    /// Asks; `then` gets the reply, once, from any thread, and must not block. What it throws fails
    /// the call.
    void ask(std::string_view service_id,
             const nlohmann::json& request,
             std::string_view bytes,
             Then then) const {
        const Service service = host_->service(service_id);
        if (context_) return context_->ask(service, request, bytes, std::move(then));
        service.ask(nullptr, request, bytes, std::move(then));
    }

    /// Asks and waits. Throws ServiceError when it did not work. Not from inside a Then.
    Reply wait(std::string_view service_id,
               const nlohmann::json& request,
               std::string_view bytes = {}) const {
        toolhost_call* call = context_ ? context_->handle() : nullptr;
        Reply reply = host_->service(service_id).askAndWait(call, request, bytes);
        if (!reply.ok()) throw ServiceError(reply);
        return reply;
    }

private:
    const Host* host_;
    std::optional<Context> context_;
};

}  // namespace toolhost::sdk
