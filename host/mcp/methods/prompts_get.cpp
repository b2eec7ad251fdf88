#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "jsonrpc/members.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/methods/plugin_call.hpp"
#include "mcp/revisions/down_convert.hpp"

namespace toolhost::mcp {
namespace {

Refusal unknownPrompt(const Offer& offer, const std::string& name) {
    return invalidParams("there is no prompt " + base::quoted(name) +
                         base::didYouMean(name, offer.catalogue->prompts().names()) +
                         "; prompts/list names those there are");
}

MethodResult promptResult(const Revision& revision, tools::Answer answer) {
    if (auto* prompt = std::get_if<tools::ResultObject>(&answer)) {
        return plainResult(revision, promptFor(revision, std::move(*prompt)));
    }
    return plainResult(revision, std::move(answer));
}

}  // namespace

void getPrompt(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    const auto params = jsonrpc::Members::read(call.request.params);
    const auto name = params.ok() ? params.value().findString("name") : std::nullopt;
    if (!name) return done(invalidParams("prompts/get needs params.name, a string"));
    const auto prompt = offer.catalogue->prompts().find(*name);
    if (!prompt) return done(unknownPrompt(offer, *name));
    const std::string arguments(params.value().find("arguments").value_or("{}"));
    const auto values = nlohmann::json::parse(arguments, nullptr, false);
    if (!values.is_object()) return done(invalidParams("params.arguments must be an object"));
    PluginCall asked = pluginCall(call, prompt, arguments, params.value());
    if (const auto complaint = prompt->definition().complaintAbout(values); !complaint.empty()) {
        offer.runner.recordRefusal(asked.order, "invalid_arguments");
        return done(invalidParams("prompt " + *name + ": " + complaint));
    }
    runInPlugin(offer, call, std::move(asked), &promptResult, done);
}

}  // namespace toolhost::mcp
