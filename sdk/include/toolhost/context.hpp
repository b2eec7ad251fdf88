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
#include <toolhost/held_call.hpp>
#include <toolhost/host.hpp>
#include <toolhost/records_reply.hpp>
#include <toolhost/result.hpp>
#include <toolhost/text.hpp>

namespace toolhost::sdk {

/// One call: who asks, how long there is, the host's services, and the one answer. Copies share the
/// call; it may be kept and answered later from any thread. When the last copy goes unanswered, the
/// host is told that the tool forgot it.
class Context {
public:
    Context(const Host& host, toolhost_call* call)
        : call_(std::make_shared<HeldCall>(host, call)) {}

    /// Answers. The first answer counts; a later one is dropped.
    void finish(const Result& result) const { call_->finish(result.jsonText()); }

    /// The same with MCP's result object of the call's method, as JSON text.
    void finishWith(std::string_view result_json) const { call_->finish(result_json); }

    /// Answers that the request cannot mean anything: what it names is not there.
    void refuse(std::string_view message) const {
        call_->fail(TOOLHOST_FAILURE_INVALID_PARAMS, message);
    }

    /// Answers that the plugin itself is at fault, not the request.
    void failInternally(std::string_view message) const {
        call_->fail(TOOLHOST_FAILURE_INTERNAL, message);
    }

    /// Whether the host has an answer. False while another thread is about to give one.
    bool isAnswered() const { return call_->answered.load(); }

    /// What is asked, by MCP's name: "tools/call".
    std::string method() const { return std::string(text(TOOLHOST_CALL_METHOD)); }

    /// What it is asked of, as the plugin declared it: a tool's or prompt's name, a resource's URI
    /// or template.
    std::string name() const { return std::string(text(TOOLHOST_CALL_NAME)); }

    /// The arguments as they came; a tool's conform to its inputSchema. See TOOLHOST_CALL_ARGUMENTS
    /// for those of other methods.
    nlohmann::json arguments() const { return field(TOOLHOST_CALL_ARGUMENTS); }

    /// The token's subject.
    std::string subject() const { return identity("subject").value_or(""); }

    /// The user the caller acts as; absent when it acts as nobody.
    std::optional<std::string> user() const { return identity("user"); }

    /// The call's name in the host's log and audit trail.
    std::string id() const { return std::string(text(TOOLHOST_CALL_ID)); }

    /// How long until the host answers in the tool's place.
    std::chrono::milliseconds remaining() const {
        return std::chrono::milliseconds(call_->host.call()->remaining_ms(call_->handle));
    }

    /// Whether nobody waits any more. Long work asks this now and then.
    bool isCancelled() const { return call_->host.call()->is_cancelled(call_->handle) != 0; }

    Log log() const { return Log(call_->host.log()); }

    /// The request's own _meta; null when it has none.
    nlohmann::json meta() const { return optionalField(TOOLHOST_CALL_META); }

    /// What the user answered to earlier questions, by their names; null before.
    nlohmann::json answers() const { return optionalField(TOOLHOST_CALL_ANSWERS); }

    /// What askUser() was given to keep; empty before.
    std::string state() const { return std::string(text(TOOLHOST_CALL_STATE)); }

    /// What the client can be asked (MCP ClientCapabilities).
    nlohmann::json clientCapabilities() const { return field(TOOLHOST_CALL_CAPABILITIES); }

    /// W3C traceparent; empty when the request is not traced.
    std::string traceparent() const { return std::string(text(TOOLHOST_CALL_TRACE)); }

    /// Answers that the user must say something first: MCP InputRequests by names of the tool's
    /// choice. The tool is run again with the same arguments, answers() and state(). False when
    /// this client cannot be asked that; the call is then still to be answered.
    bool askUser(const nlohmann::json& requests, std::string_view state = {}) const {
        return call_->askUser(requests, state);
    }

    /// Tells who waits how far the work is; `total` 0 when that is not known.
    void progress(double done, double total = 0, std::string_view message = {}) const {
        call_->host.call()->progress(call_->handle, done, total, toAbi(message));
    }

    /// Adds a content block in MCP's form, put before those of the result. False when the host
    /// holds no more.
    bool addPartial(const nlohmann::json& block) const {
        const std::string text = HeldCall::dump(block);
        return call_->host.call()->partial(call_->handle, toAbi(text)) == TOOLHOST_OK;
    }

    /// Says something to the client while the call runs (MCP notifications/message), if it wants to
    /// hear that level. Any JSON value; no secrets.
    void message(MessageLevel level,
                 const nlohmann::json& data,
                 std::string_view logger = {}) const {
        const std::string text = HeldCall::dump(data);
        call_->host.call()->message(call_->handle,
                                    static_cast<int32_t>(level),
                                    logger.empty() ? toolhost_str{nullptr, 0} : toAbi(logger),
                                    toAbi(text));
    }

    /// Lets the connection that carries the answer go for now; the client comes back for it. False
    /// where it could not.
    bool closeStream(std::chrono::milliseconds retry = {}) const {
        const auto pause = static_cast<uint32_t>(retry.count());
        return call_->host.call()->close_stream(call_->handle, pause) == TOOLHOST_OK;
    }

    /// Asks a ServiceNow instance as this call's user; `then` gets the reply, to keep or to
    /// take apart, from any thread. The operations are described in the SDK's SERVICES.md.
    void servicenow(const nlohmann::json& request, std::function<void(nlohmann::json)> then) const {
        ask(servicenowService(), request, {}, [then = std::move(then)](Reply reply) {
            then(reply.ok() ? std::move(reply.json) : refusal(reply.problem()));
        });
    }

    /// As servicenow(), for a tool that passes on the records: `then` gets the reply without its
    /// member `records`, and that as JSON text, borrowed for the call; "" when there is none.
    void servicenowRecords(
        const nlohmann::json& request,
        std::function<void(nlohmann::json reply, std::string_view records)> then) const {
        const auto part = [then = std::move(then)](const ReplyText& reply) {
            if (auto parts = RecordsReply::split(reply.json)) {
                return then(std::move(parts->members), parts->records);
            }
            Reply whole{reply.status, nlohmann::json::parse(reply.json, nullptr, false), {}};
            if (!whole.ok()) return then(refusal(whole.problem()), {});
            const bool has_records = whole.json.contains("records");
            const std::string records = has_records ? whole.json["records"].dump() : std::string();
            if (has_records) whole.json.erase("records");
            then(std::move(whole.json), records);
        };
        servicenowService().askText(call_->handle, request, {}, answering<ReplyText>(part));
    }

    /// Asks a service for this call. What `then` throws fails the call.
    void ask(const Service& service,
             const nlohmann::json& request,
             std::string_view bytes,
             Then then) const {
        service.ask(call_->handle, request, bytes, answering<Reply>(std::move(then)));
    }

    const Host& host() const { return call_->host; }

    /// The call as the ABI has it, kept for as long as a copy of this is.
    toolhost_call* handle() const { return call_->handle; }

private:
    /// `then` kept with the call, which fails when it throws.
    template <typename Given, typename Function>
    std::function<void(Given)> answering(Function then) const {
        return [context = *this, then = std::move(then)](Given reply) {
            try {
                then(std::move(reply));
            } catch (const std::exception& e) {
                context.failInternally(e.what());
            } catch (...) {
                context.failInternally("an unknown exception while handling a reply");
            }
        };
    }

    Service servicenowService() const { return call_->host.service(TOOLHOST_SERVICENOW_SERVICE); }

    static nlohmann::json refusal(const std::string& why) {
        return {{"ok", false}, {"error", {{"kind", "unavailable"}, {"message", why}}}};
    }

    std::string_view text(uint32_t name) const {
        return fromAbi(call_->host.call()->get(call_->handle, name));
    }

    nlohmann::json field(uint32_t name) const {
        return nlohmann::json::parse(text(name), nullptr, false);
    }

    nlohmann::json optionalField(uint32_t name) const {
        return text(name).empty() ? nlohmann::json() : field(name);
    }

    std::optional<std::string> identity(const char* key) const {
        const nlohmann::json known = field(TOOLHOST_CALL_IDENTITY);
        if (!known.is_object()) return std::nullopt;
        const auto found = known.find(key);
        if (found == known.end() || !found->is_string()) return std::nullopt;
        return found->get<std::string>();
    }

    std::shared_ptr<HeldCall> call_;
};

}  // namespace toolhost::sdk
