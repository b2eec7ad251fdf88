#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "jsonrpc/encode.hpp"
#include "jsonrpc/members.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/methods/particulars.hpp"
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
                         base::didYouMean(name, offer.catalogue->names()) +
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

/// What the answer of a call belongs to when it is not the last.
Occasion occasionOf(const calls::Order& order) {
    return {*order.principal, order.tool->definition().name, order.arguments};
}

MethodResult resultOf(const RoundTrips& trips,
                      const tools::Questions& questions,
                      const Occasion& occasion) {
    auto members = trips.members(questions, occasion);
    if (members.ok()) return closeInputRequired(std::move(members).value());
    return Refusal{.code = jsonrpc::kInternalError,
                   .message = "keep the tool's state: " + members.error().what,
                   .http_status = 200};
}

MethodResult resultOf(const Revision& revision, tools::Answer answer) {
    if (auto* reply = std::get_if<tools::Reply>(&answer)) {
        return resultOf(revision, std::move(*reply));
    }
    const auto& fault = std::get<tools::Fault>(answer);
    const bool is_callers = fault.kind == tools::Fault::Kind::InvalidParams;
    return Refusal{.code = is_callers ? jsonrpc::kInvalidParams : jsonrpc::kInternalError,
                   .message = fault.message,
                   .http_status = 200};
}

/// What is wrong with the arguments, in words a model can correct itself by; empty when nothing is.
std::string complaintAbout(const tools::Definition& definition, std::string_view arguments) {
    const auto violations = definition.input.checkText(arguments);
    return violations.empty() ? std::string() : schema::describe(violations);
}

void runTool(const Offer& offer,
             const Revision& revision,
             calls::Order order,
             const MethodDone& done) {
    const auto asked = std::make_shared<const calls::Order>(order);  // for what may come back to it
    offer.runner.run(std::move(order),
                     [&trips = offer.round_trips, &revision, asked, done](tools::Answer answer) {
                         if (const auto* questions = std::get_if<tools::Questions>(&answer)) {
                             return done(resultOf(trips, *questions, occasionOf(*asked)));
                         }
                         done(resultOf(revision, std::move(answer)));
                     });
}

}  // namespace

std::optional<std::string> namedTool(std::string_view params) {
    const auto wanted = readParams(params);
    if (const auto* found = std::get_if<Wanted>(&wanted)) return found->name;
    return std::nullopt;
}

void callTool(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    const auto read = readParams(call.request.params);
    if (const auto* refusal = std::get_if<Refusal>(&read)) return done(*refusal);
    const auto& wanted = std::get<Wanted>(read);
    const auto tool = offer.catalogue->find(wanted.name);
    if (!tool) return done(unknownTool(offer, wanted.name));
    const auto meta = metaOf(wanted.params);
    calls::Order order{.tool = tool,
                       .principal = call.principal,
                       .arguments = std::string(wanted.arguments),
                       .caller_left = call.caller_left,
                       .particulars = {},
                       .on_progress = progressFor(call, meta)};
    if (const auto complaint = complaintAbout(tool->definition(), order.arguments);
        !complaint.empty()) {
        offer.runner.recordRefusal(order, "invalid_arguments");
        // A result, not a protocol error: the model is to read it (MCP 2025-11-25, tools,
        // "Errors").
        return done(resultOf(
            call.revision,
            tools::errorReply("Invalid arguments for tool " + wanted.name + ": " + complaint)));
    }
    auto particulars =
        particularsOf(call, wanted.params, meta, offer.round_trips, occasionOf(order));
    if (const auto* refusal = std::get_if<Refusal>(&particulars)) {
        offer.runner.recordRefusal(order, "invalid_request_state");
        return done(*refusal);
    }
    order.particulars = std::move(std::get<tools::Particulars>(particulars));
    runTool(offer, call.revision, std::move(order), done);
}

}  // namespace toolhost::mcp
