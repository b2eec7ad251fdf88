#include "mcp/methods/plugin_call.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "mcp/methods/particulars.hpp"
#include "mcp/result.hpp"

namespace toolhost::mcp {
namespace {

/// What the answer of a call belongs to when it is not the last.
Occasion occasionOf(const calls::Order& order) {
    const auto& target = order.callable->target();
    return {*order.principal, target.method, target.name, order.arguments};
}

MethodResult resultOf(const RoundTrips& trips,
                      const tools::Questions& questions,
                      const Occasion& occasion) {
    auto members = trips.members(questions, occasion);
    if (members.ok()) return closeInputRequired(std::move(members).value());
    return Refusal{.code = jsonrpc::kInternalError,
                   .message = "keep the plugin's state: " + members.error().what,
                   .http_status = 200};
}

/// The text of a reply that says why there is no result.
std::string wordsOf(const tools::Reply& reply) {
    std::string words;
    for (const auto& block : reply.content) {
        const auto text = block.find("text");
        if (text == block.end() || !text->is_string()) continue;
        words += (words.empty() ? "" : " ") + text->get<std::string>();
    }
    return words;
}

}  // namespace

PluginCall pluginCall(const MethodCall& call,
                      const std::shared_ptr<tools::Callable>& callable,
                      std::string arguments,
                      const jsonrpc::Members& params) {
    auto meta = metaOf(params);
    auto on_progress = progressFor(call, meta);
    return {{.callable = callable,
             .principal = call.principal,
             .arguments = std::move(arguments),
             .caller_left = call.caller_left,
             .particulars = {},
             .on_progress = std::move(on_progress)},
            params,
            std::move(meta)};
}

void runInPlugin(const Offer& offer,
                 const MethodCall& call,
                 PluginCall asked,
                 const MakeResult& make_result,
                 const MethodDone& done) {
    calls::Order& order = asked.order;
    auto particulars =
        particularsOf(call, asked.params, asked.meta, offer.round_trips, occasionOf(order));
    if (const auto* refusal = std::get_if<Refusal>(&particulars)) {
        offer.runner.recordRefusal(order, "invalid_request_state");
        return done(*refusal);
    }
    order.particulars = std::move(std::get<tools::Particulars>(particulars));
    const auto kept = std::make_shared<const calls::Order>(order);  // for what may come back to it
    offer.runner.run(
        std::move(order),
        [&trips = offer.round_trips, &revision = call.revision, kept, make_result, done](
            tools::Answer answer) {
            if (const auto* questions = std::get_if<tools::Questions>(&answer)) {
                return done(resultOf(trips, *questions, occasionOf(*kept)));
            }
            done(make_result(revision, std::move(answer)));
        });
}

Refusal refusalOf(const tools::Fault& fault) {
    const bool is_callers = fault.kind == tools::Fault::Kind::InvalidParams;
    return {.code = is_callers ? jsonrpc::kInvalidParams : jsonrpc::kInternalError,
            .message = fault.message,
            .http_status = 200};
}

MethodResult plainResult(const Revision& revision,
                         tools::Answer answer,
                         std::optional<CacheHint> cache) {
    if (auto* object = std::get_if<tools::ResultObject>(&answer)) {
        return closeResult(
            revision, std::move(object->members), cache, object->meta.value_or(std::string()));
    }
    if (const auto* fault = std::get_if<tools::Fault>(&answer)) return refusalOf(*fault);
    return Refusal{.code = jsonrpc::kInternalError,
                   .message = wordsOf(std::get<tools::Reply>(answer)),
                   .http_status = 200};
}

}  // namespace toolhost::mcp
