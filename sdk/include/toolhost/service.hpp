#pragma once

#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include <toolhost/abi/plugin.h>
#include <toolhost/text.hpp>

namespace toolhost::sdk {

/// What a service of the host answered.
struct Reply {
    toolhost_status status = TOOLHOST_E_FAILED;
    /// What was asked for; `{"error":{"kind","message"}}` when it did not work.
    nlohmann::json json;
    /// What goes beside it, where the service says so.
    std::string bytes;

    bool ok() const { return status == TOOLHOST_OK; }

    /// What went wrong, in words; empty when nothing did.
    std::string problem() const {
        if (ok()) return {};
        const auto error = json.is_object() ? json.value("error", nlohmann::json()) : json;
        if (error.is_object()) return error.value("message", "the host gave no reason");
        return "the host did not take the request (status " + std::to_string(status) + ")";
    }
};

/// The same as it came, borrowed.
struct ReplyText {
    toolhost_status status;
    std::string_view json;
    std::string_view bytes;
};

/// Takes a reply as it came; see Then.
using ThenText = std::function<void(const ReplyText&)>;

/// Takes a reply: once, from any thread, perhaps before asking returns. Must not block.
using Then = std::function<void(Reply)>;

/// A service of the host that is asked and answers; the SDK's SERVICES.md says what. Cheap to copy;
/// thread-safe.
class Service {
public:
    /// Null: the host does not have it, or the admin did not grant it to this plugin.
    explicit Service(const toolhost_service_api* api) : api_(api) {}

    explicit operator bool() const { return api_ != nullptr; }

    /// Asks, for a call or (null) for the plugin itself.
    void ask(toolhost_call* call,
             const nlohmann::json& request,
             std::string_view bytes,
             Then then) const {
        askText(call, request, bytes, [then = std::move(then)](const ReplyText& reply) {
            then({reply.status,
                  nlohmann::json::parse(reply.json, nullptr, false),
                  std::string(reply.bytes)});
        });
    }

    /// The same, for who reads the reply's text itself.
    void askText(toolhost_call* call,
                 const nlohmann::json& request,
                 std::string_view bytes,
                 ThenText then) const {
        if (api_ == nullptr)
            return refuse(then, TOOLHOST_E_DENIED, "this plugin has no such service");
        const std::string text =
            request.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        auto waiting = std::make_unique<ThenText>(std::move(then));
        const toolhost_status status = api_->request(
            api_->context, call, toAbi(text), toAbi(bytes), &Service::deliver, waiting.get());
        if (status == TOOLHOST_PENDING) {
            static_cast<void>(waiting.release());  // deliver() takes it back
            return;
        }
        refuse(*waiting, status, "the host did not take the request");
    }

    /// Asks and waits for the reply. Not from inside a Then, which would wait for itself.
    Reply askAndWait(toolhost_call* call,
                     const nlohmann::json& request,
                     std::string_view bytes = {}) const {
        const auto promise = std::make_shared<std::promise<Reply>>();
        auto reply = promise->get_future();
        ask(call, request, bytes, [promise](Reply answer) {
            promise->set_value(std::move(answer));
        });
        return reply.get();
    }

private:
    static void refuse(const ThenText& then, toolhost_status status, const char* why) {
        const nlohmann::json error = {{"kind", "refused"}, {"message", why}};
        const std::string text = nlohmann::json{{"error", error}}.dump();
        then({status, text, {}});
    }

    static void deliver(void* user,
                        toolhost_status status,
                        toolhost_str json,
                        toolhost_str bytes) noexcept {
        const std::unique_ptr<ThenText> then(static_cast<ThenText*>(user));
        try {
            (*then)({status, fromAbi(json), fromAbi(bytes)});
        } catch (const std::exception&) {
            // A Then of a call answers for itself (Context); for others there is nobody to tell.
        } catch (...) {
        }
    }

    const toolhost_service_api* api_;
};

}  // namespace toolhost::sdk
