#include "mcp/methods/plugin_call.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "mcp/audience.hpp"
#include "mcp/interview.hpp"
#include "mcp/methods/particulars.hpp"
#include "mcp/result.hpp"
#include "mcp/task_text.hpp"

namespace toolhost::mcp {
namespace {

using nlohmann::json;

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

/// The members of `required` that `offered` lacks, down to the last object; null for none.
json missingFrom(const json& offered, const json& required) {
    json missing;
    for (const auto& [name, value] : required.items()) {
        const auto found = offered.is_object() ? offered.find(name) : offered.end();
        const bool is_there = offered.is_object() && found != offered.end();
        if (!is_there) {
            missing[name] = value;
        } else if (auto within = missingFrom(*found, value); !within.is_null()) {
            missing[name] = std::move(within);
        }
    }
    return missing;
}

/// Before it has any effect: whether the client has what the plugin cannot do without.
std::optional<Refusal> findMissingCapability(const MethodCall& call, const PluginCall& asked) {
    const auto& target = asked.order.callable->target();
    if (target.required_capabilities.empty()) return std::nullopt;
    const json missing = missingFrom(json::parse(capabilitiesOf(call, asked.meta), nullptr, false),
                                     json::parse(target.required_capabilities));
    if (missing.is_null()) return std::nullopt;
    auto refusal = missingCapability(std::string(target.kind) + ' ' + target.name, missing.dump());
    if (!call.revision.is_modern) refusal.http_status = 200;
    return refusal;
}

/// What follows when the plugin has answered: a result, or a question and another answer.
struct Continuation {
    const Offer& offer;
    const MethodCall& call;
    calls::Order order;
    std::optional<tasks::Start> as_task;
    const MakeResult& make_result;
    const MethodDone& done;

    void run() {
        const auto kept = std::make_shared<const calls::Order>(order);
        const tools::Answered finish =
            [&revision = call.revision, make = make_result, done = done](tools::Answer answer) {
                done(make(revision, std::move(answer)));
            };
        auto take = call.revision.is_modern ? keepQuestions(kept, finish) : askHere(kept, finish);
        if (!as_task) return offer.runner.run(std::move(order), std::move(take));
        offer.tasks->run(std::move(order),
                         *as_task,
                         [take = std::move(take), done = done](tasks::Outcome outcome) {
                             if (const auto* task = std::get_if<tasks::Task>(&outcome)) {
                                 return done(closeCreatedTask(*task));
                             }
                             take(std::get<tools::Answer>(std::move(outcome)));
                         });
    }

private:
    /// The client keeps the questions and comes back with the answers.
    [[nodiscard]] tools::Answered keepQuestions(const std::shared_ptr<const calls::Order>& kept,
                                                const tools::Answered& finish) const {
        return [&trips = offer.round_trips, kept, finish, done = done](tools::Answer answer) {
            const auto* questions = std::get_if<tools::Questions>(&answer);
            if (questions == nullptr) return finish(std::move(answer));
            done(resultOf(trips, *questions, occasionOf(*kept)));
        };
    }

    /// The client is asked while the request stays open.
    [[nodiscard]] tools::Answered askHere(const std::shared_ptr<const calls::Order>& kept,
                                          const tools::Answered& finish) const {
        const Interview::Occasion occasion{
            offer.runner, kept, call.peer, call.way, offer.settings.answer_within};
        return [occasion, finish](tools::Answer answer) {
            const auto* questions = std::get_if<tools::Questions>(&answer);
            if (questions == nullptr) return finish(std::move(answer));
            std::make_shared<Interview>(occasion, finish)->ask(*questions);
        };
    }
};

}  // namespace

PluginCall pluginCall(const MethodCall& call,
                      const std::shared_ptr<tools::Callable>& callable,
                      std::string arguments,
                      const jsonrpc::Members& params) {
    auto meta = metaOf(params);
    auto audience = audienceOf(call.way, meta, call.peer);
    return {{.callable = callable,
             .principal = call.principal,
             .arguments = std::move(arguments),
             .caller_left = call.caller_left,
             .particulars = {},
             .audience = std::move(audience)},
            params,
            std::move(meta)};
}

void runInPlugin(const Offer& offer,
                 const MethodCall& call,
                 PluginCall asked,
                 const MakeResult& make_result,
                 const MethodDone& done) {
    calls::Order& order = asked.order;
    if (auto refusal = findMissingCapability(call, asked)) {
        offer.runner.recordRefusal(order, "missing_client_capability");
        return done(std::move(*refusal));
    }
    auto particulars =
        particularsOf(call, asked.params, asked.meta, offer.round_trips, occasionOf(order));
    if (const auto* refusal = std::get_if<Refusal>(&particulars)) {
        offer.runner.recordRefusal(order, "invalid_request_state");
        return done(*refusal);
    }
    order.particulars = std::move(std::get<tools::Particulars>(particulars));
    Continuation{offer, call, std::move(order), asked.as_task, make_result, done}.run();
}

Refusal refusalOf(const tools::Fault& fault) {
    if (fault.kind == tools::Fault::Kind::Overloaded) {
        return {.code = kOverloaded,
                .message = fault.message,
                .http_status = 503,
                .retry_after = std::chrono::seconds(1)};
    }
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
