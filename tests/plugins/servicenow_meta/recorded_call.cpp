#include "recorded_call.hpp"

namespace servicenow_meta {

using toolhost::sdk::fromAbi;
using toolhost::sdk::toAbi;

namespace {

/// As the host writes it: the records last.
std::string replyText(nlohmann::json reply) {
    const auto found = reply.find("records");
    if (found == reply.end()) return reply.dump();
    const std::string records = found->dump();
    reply.erase(found);
    std::string text = reply.dump();
    text.pop_back();
    return text + ",\"records\":" + records + '}';
}

}  // namespace

RecordedCall::RecordedCall(nlohmann::json reply) : reply_(std::move(reply)) {
    table_.size = sizeof(table_);
    table_.get_interface = &RecordedCall::findInterface;
    host_.emplace(table_);
}

toolhost::sdk::Context RecordedCall::context() {
    return {*host_, reinterpret_cast<toolhost_call*>(this)};
}

std::string RecordedCall::error() const {
    return answer_.value("isError", false) ? answer_["content"][0]["text"].get<std::string>() : "";
}

RecordedCall& RecordedCall::self(toolhost_call* call) {
    return *reinterpret_cast<RecordedCall*>(call);
}

const void* RecordedCall::findInterface(void*, toolhost_str id) {
    static const toolhost_call_api kCall = [] {
        toolhost_call_api api{};
        api.size = sizeof(api);
        api.retain = [](toolhost_call*) {};
        api.release = [](toolhost_call*) {};
        api.finish = [](toolhost_call* call, toolhost_str result) {
            self(call).answer_ = nlohmann::json::parse(fromAbi(result));
            return toolhost_status{TOOLHOST_OK};
        };
        api.fail = [](toolhost_call* call, uint32_t, toolhost_str message) {
            self(call).answer_ = {{"failed", fromAbi(message)}};
            return toolhost_status{TOOLHOST_OK};
        };
        return api;
    }();
    static const toolhost_service_api kServicenow = [] {
        toolhost_service_api api{};
        api.size = sizeof(api);
        api.request = [](void*,
                         toolhost_call* call,
                         toolhost_str request,
                         toolhost_str,
                         toolhost_reply reply,
                         void* user) {
            self(call).request_ = nlohmann::json::parse(fromAbi(request));
            const std::string text = replyText(self(call).reply_);
            reply(user, TOOLHOST_OK, toAbi(text), {});
            return toolhost_status{TOOLHOST_PENDING};
        };
        return api;
    }();
    if (fromAbi(id) == TOOLHOST_CALL_INTERFACE) return &kCall;
    return fromAbi(id) == TOOLHOST_SERVICENOW_SERVICE ? &kServicenow : nullptr;
}

}  // namespace servicenow_meta
