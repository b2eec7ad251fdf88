#include "mcp/task_text.hpp"

#include <utility>

#include "jsonrpc/encode.hpp"
#include "jsonrpc/members.hpp"
#include "mcp/methods/tool_result.hpp"
#include "mcp/result.hpp"

namespace toolhost::mcp {
namespace {

/// Task: what every object that is about a task says.
std::string commonMembers(const tasks::Task& task) {
    std::string text = R"("taskId":)" + jsonrpc::encodeString(task.id);
    text.append(R"(,"status":")").append(nameOf(task.status)).append("\"");
    if (!task.message.empty()) text += R"(,"statusMessage":)" + jsonrpc::encodeString(task.message);
    text += R"(,"createdAt":")" + base::toRfc3339(task.created);
    text += R"(","lastUpdatedAt":")" + base::toRfc3339(task.updated);
    text += R"(","ttlMs":)" + std::to_string(task.ttl.count());
    return text + R"(,"pollIntervalMs":)" + std::to_string(task.poll.count());
}

/// What the call would have been answered: a result, or an error of the protocol.
std::string outcomeMember(const Revision& revision, const tools::Answer& answer) {
    const MethodResult result = toolResult(revision, answer);
    if (const auto* text = std::get_if<std::string>(&result)) return R"(,"result":)" + *text;
    const auto& refusal = std::get<Refusal>(result);
    return R"(,"error":{"code":)" + std::to_string(refusal.code) + R"(,"message":)" +
           jsonrpc::encodeString(refusal.message) + '}';
}

}  // namespace

bool knowsTasks(std::string_view capabilities) {
    const auto members = jsonrpc::Members::read(capabilities);
    if (!members.ok() || !members.value().isObject("extensions")) return false;
    const auto extensions = jsonrpc::Members::read(*members.value().find("extensions"));
    return extensions.ok() && extensions.value().isObject(kTasksExtension);
}

std::string closeCreatedTask(const tasks::Task& task) {
    return closeTask(commonMembers(task));
}

std::string taskMembers(const Revision& revision, const tasks::Task& task) {
    std::string members = commonMembers(task);
    if (task.status == tasks::Status::InputRequired) {
        members += R"(,"inputRequests":)" + task.questions;
    }
    if (task.answer) members += outcomeMember(revision, *task.answer);
    return members;
}

}  // namespace toolhost::mcp
