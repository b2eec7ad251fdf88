#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "jsonrpc/encode.hpp"
#include "jsonrpc/members.hpp"
#include "mcp/argument_headers.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/methods/plugin_call.hpp"
#include "mcp/result.hpp"
#include "mcp/revisions/down_convert.hpp"

namespace toolhost::mcp {
namespace {

using nlohmann::json;

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

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// A block as it goes out. A long text is written quicker by itself.
std::string blockText(const json& block) {
    const auto text = block.find("text");
    const bool is_plain = block.size() == 2 && text != block.end() && text->is_string();
    if (!is_plain || block["type"] != "text") return dump(block);
    return R"({"text":)" + jsonrpc::encodeString(text->get_ref<const std::string&>()) +
           R"(,"type":"text"})";
}

std::string contentText(const json& content) {
    std::string text = "[";
    for (const auto& block : content) {
        if (text.size() > 1) text += ',';
        text += blockText(block);
    }
    return text + ']';
}

std::string resultOf(const Revision& revision, tools::Reply full) {
    const tools::Reply reply = replyFor(revision, std::move(full));
    std::string members = R"("content":)" + contentText(reply.content);
    if (reply.structured) members += R"(,"structuredContent":)" + *reply.structured;
    if (reply.is_error) members += R"(,"isError":true)";
    return closeResult(
        revision, std::move(members), std::nullopt, reply.meta.value_or(std::string()));
}

MethodResult resultOf(const Revision& revision, tools::Answer answer) {
    if (auto* reply = std::get_if<tools::Reply>(&answer)) {
        return resultOf(revision, std::move(*reply));
    }
    return plainResult(revision, std::move(answer));
}

/// What is wrong with the arguments, in words a model can correct itself by; empty when nothing is.
std::string complaintAbout(const tools::Definition& definition, std::string_view arguments) {
    const auto violations = definition.input.checkText(arguments);
    return violations.empty() ? std::string() : schema::describe(violations);
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
        return done(resultOf(
            call.revision,
            tools::errorReply("Invalid arguments for tool " + wanted.name + ": " + complaint)));
    }
    runInPlugin(
        offer,
        call,
        std::move(asked),
        [](const Revision& revision, tools::Answer answer) {
            return resultOf(revision, std::move(answer));
        },
        done);
}

}  // namespace toolhost::mcp
