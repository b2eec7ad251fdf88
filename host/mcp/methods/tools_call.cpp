#include "base/text.hpp"
#include "jsonrpc/members.hpp"
#include "mcp/argument_headers.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/methods/particulars.hpp"
#include "mcp/methods/plugin_call.hpp"
#include "mcp/methods/tool_result.hpp"
#include "mcp/task_text.hpp"

namespace toolhost::mcp {
namespace {

/// What a tools/call asks for. Spans borrow the request.
struct Wanted {
    std::string name;
    std::string_view arguments;
    jsonrpc::Members params;
};

std::variant<Wanted, Refusal> readParams(std::string_view params) {
    if (params.empty()) return invalidParams("tools/call needs params.name, a string");
    const auto members = jsonrpc::Members::read(params);
    if (!members.ok()) return invalidParams("params: " + members.error().what);
    auto name = members.value().findString("name");
    if (!name) return invalidParams("tools/call needs params.name, a string");
    const auto arguments = members.value().find("arguments");
    if (arguments && !members.value().isObject("arguments")) {
        return invalidParams("params.arguments must be an object");
    }
    return Wanted{std::move(*name), arguments.value_or("{}"), members.value()};
}

Refusal unknownTool(const Offer& offer, const std::string& name) {
    return invalidParams("there is no tool " + base::quoted(name) +
                         base::didYouMean(name, offer.catalogue->tools().names()) +
                         "; tools/list names those there are");
}

/// What is wrong with the arguments, in words a model can correct itself by; empty when nothing is.
std::string complaintAbout(const tools::Definition& definition, std::string_view arguments) {
    const auto violations = definition.input.checkText(arguments);
    return violations.empty() ? std::string() : schema::describe(violations);
}

/// How a call of the tool may go on as a task; absent where it may not.
std::optional<tasks::Start> startOf(const Offer& offer,
                                    const MethodCall& call,
                                    const PluginCall& asked,
                                    tools::AsTask as_task) {
    if (offer.tasks == nullptr || !call.revision.is_modern) return std::nullopt;
    if (as_task == tools::AsTask::Never) return std::nullopt;
    if (!knowsTasks(capabilitiesOf(call, asked.meta))) return std::nullopt;
    return as_task == tools::AsTask::WhenSlow ? tasks::Start::WhenSlow : tasks::Start::AtOnce;
}

}  // namespace

void callTool(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    const auto read = readParams(call.request.params);
    if (const auto* refusal = std::get_if<Refusal>(&read)) return done(*refusal);
    const auto& wanted = std::get<Wanted>(read);
    const auto tool = offer.catalogue->tools().find(wanted.name);
    if (!tool) return done(unknownTool(offer, wanted.name));
    if (call.header_params) {
        if (auto refusal = findArgumentMismatch(
                tool->definition().mirrored, *call.header_params, wanted.arguments)) {
            return done(std::move(*refusal));
        }
    }
    PluginCall asked = pluginCall(call, tool, std::string(wanted.arguments), wanted.params);
    if (const auto complaint = complaintAbout(tool->definition(), asked.order.arguments);
        !complaint.empty()) {
        offer.runner.recordRefusal(asked.order, "invalid_arguments");
        // A result, not a protocol error: the model is to read it (MCP 2025-11-25, tools,
        // "Errors").
        return done(toolResult(
            call.revision,
            tools::errorReply("Invalid arguments for tool " + wanted.name + ": " + complaint)));
    }
    asked.as_task = startOf(offer, call, asked, tool->definition().as_task);
    runInPlugin(
        offer,
        call,
        std::move(asked),
        [](const Revision& revision, tools::Answer answer) {
            return toolResult(revision, std::move(answer));
        },
        done);
}

}  // namespace toolhost::mcp
