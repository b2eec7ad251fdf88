#pragma once

#include <atomic>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include <toolhost/abi/plugin.h>
#include <toolhost/host.hpp>
#include <toolhost/text.hpp>

namespace toolhost::sdk {

/// How much a message to a client matters (RFC 5424's words).
enum class MessageLevel : int32_t {
    Debug = TOOLHOST_MESSAGE_DEBUG,
    Info = TOOLHOST_MESSAGE_INFO,
    Notice = TOOLHOST_MESSAGE_NOTICE,
    Warning = TOOLHOST_MESSAGE_WARNING,
    Error = TOOLHOST_MESSAGE_ERROR,
    Critical = TOOLHOST_MESSAGE_CRITICAL,
    Alert = TOOLHOST_MESSAGE_ALERT,
    Emergency = TOOLHOST_MESSAGE_EMERGENCY
};

/// The host's call, retained, and whether it was answered.
struct HeldCall {
    HeldCall(const Host& services, toolhost_call* abi_call) : host(services), handle(abi_call) {
        host.call()->retain(handle);
    }
    HeldCall(const HeldCall&) = delete;
    HeldCall& operator=(const HeldCall&) = delete;
    ~HeldCall() {
        fail(TOOLHOST_FAILURE_INTERNAL, "the tool dropped the call without answering");
        host.call()->release(handle);
    }

    void finish(std::string_view result_json) {
        if (taken.exchange(true)) return;
        host.call()->finish(handle, toAbi(result_json));
        answered.store(true);
    }

    bool askUser(const nlohmann::json& requests, std::string_view state) {
        const std::string text = dump(requests);
        if (taken.exchange(true)) return true;
        const auto status = host.call()->need_input(handle, toAbi(text), toAbi(state));
        const bool is_asked = status == TOOLHOST_OK || status == TOOLHOST_E_STATE;
        (is_asked ? answered : taken).store(is_asked);
        return is_asked;
    }

    static std::string dump(const nlohmann::json& value) {
        return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

    void fail(uint32_t failure, std::string_view message) {
        if (taken.exchange(true)) return;
        host.call()->fail(handle, failure, toAbi(message));
        answered.store(true);
    }

    const Host& host;
    toolhost_call* handle;
    std::atomic<bool> taken{false};     ///< somebody answers, or has
    std::atomic<bool> answered{false};  ///< the host has the answer
};

}  // namespace toolhost::sdk
