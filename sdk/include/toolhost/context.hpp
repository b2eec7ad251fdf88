#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <toolhost/abi/plugin.h>
#include <toolhost/host.hpp>
#include <toolhost/result.hpp>
#include <toolhost/text.hpp>

namespace toolhost::sdk {

/// One call: who asks, how long there is, the host's services, and the one answer. Copies share the
/// call; it may be kept and answered later from any thread. When the last copy goes unanswered, the
/// host is told that the tool forgot it.
class Context {
public:
    Context(const Host& host, toolhost_call* call) : call_(std::make_shared<Call>(host, call)) {}

    /// Answers. The first answer counts; a later one is dropped.
    void finish(const Result& result) const { call_->finish(result); }

    /// Answers that the plugin itself is at fault, not the request.
    void failInternally(std::string_view message) const {
        call_->fail(TOOLHOST_FAILURE_INTERNAL, message);
    }

    /// Whether an answer was given.
    bool isAnswered() const { return call_->answered.load(); }

    /// The arguments as they came; they conform to the tool's inputSchema.
    nlohmann::json arguments() const { return field(TOOLHOST_CALL_ARGUMENTS); }

    /// The token's subject.
    std::string subject() const { return identity("subject").value_or(""); }

    /// The user the caller acts as; absent when it acts as nobody.
    std::optional<std::string> user() const { return identity("user"); }

    /// The call's name in the host's log and audit trail.
    std::string id() const { return std::string(text(TOOLHOST_CALL_ID)); }

    /// How long until the host answers in the tool's place.
    std::chrono::milliseconds remaining() const {
        return std::chrono::milliseconds(call_->host.call->remaining_ms(call_->handle));
    }

    /// Whether nobody waits any more. Long work asks this now and then.
    bool isCancelled() const { return call_->host.call->is_cancelled(call_->handle) != 0; }

    Log log() const { return Log(call_->host.log); }

    /// Asks a ServiceNow instance as this call's user; `then` gets the reply, to keep or to
    /// take apart, from any thread. The operations are described in the SDK's README.
    void servicenow(const nlohmann::json& request, std::function<void(nlohmann::json)> then) const;

private:
    /// The host's call, retained, and whether it was answered.
    struct Call {
        Call(const Host& services, toolhost_call* abi_call) : host(services), handle(abi_call) {
            host.call->retain(handle);
        }
        Call(const Call&) = delete;
        Call& operator=(const Call&) = delete;
        ~Call() {
            fail(TOOLHOST_FAILURE_INTERNAL, "the tool dropped the call without answering");
            host.call->release(handle);
        }

        void finish(const Result& result) {
            if (answered.exchange(true)) return;
            const std::string text =
                result.json().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
            host.call->finish(handle, toAbi(text));
        }

        void fail(uint32_t failure, std::string_view message) {
            if (!answered.exchange(true)) host.call->fail(handle, failure, toAbi(message));
        }

        const Host& host;
        toolhost_call* handle;
        std::atomic<bool> answered{false};
    };

    struct Pending;

    static void deliver(void* user, toolhost_str reply) noexcept;

    static nlohmann::json refusal(const char* why) {
        return {{"ok", false}, {"error", {{"kind", "unavailable"}, {"message", why}}}};
    }

    std::string_view text(uint32_t name) const {
        return fromAbi(call_->host.call->get(call_->handle, name));
    }

    nlohmann::json field(uint32_t name) const {
        return nlohmann::json::parse(text(name), nullptr, false);
    }

    std::optional<std::string> identity(const char* key) const {
        const nlohmann::json known = field(TOOLHOST_CALL_IDENTITY);
        if (!known.is_object()) return std::nullopt;
        const auto found = known.find(key);
        if (found == known.end() || !found->is_string()) return std::nullopt;
        return found->get<std::string>();
    }

    std::shared_ptr<Call> call_;
};

/// A reply on its way, and the call it keeps alive.
struct Context::Pending {
    Context context;
    std::function<void(nlohmann::json)> then;
};

inline void Context::servicenow(const nlohmann::json& request,
                                std::function<void(nlohmann::json)> then) const {
    const auto* api = call_->host.servicenow;
    if (api == nullptr) return then(refusal("this plugin has no ServiceNow service"));
    auto pending = std::make_unique<Pending>(Pending{*this, std::move(then)});
    const std::string text = request.dump();
    const toolhost_status status =
        api->request(api->context, call_->handle, toAbi(text), &Context::deliver, pending.get());
    if (status == TOOLHOST_PENDING) {
        static_cast<void>(pending.release());  // deliver() takes it back
        return;
    }
    pending->then(refusal("the host did not take the request"));
}

inline void Context::deliver(void* user, toolhost_str reply) noexcept {
    const std::unique_ptr<Pending> pending(static_cast<Pending*>(user));
    try {
        pending->then(nlohmann::json::parse(fromAbi(reply)));
    } catch (const std::exception& e) {
        pending->context.failInternally(e.what());
    } catch (...) {
        pending->context.failInternally("an unknown exception while handling a reply");
    }
}

}  // namespace toolhost::sdk
