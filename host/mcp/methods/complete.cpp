#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "jsonrpc/members.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/methods/plugin_call.hpp"
#include "tools/completion.hpp"

namespace toolhost::mcp {
namespace {

using nlohmann::json;

/// What is to be completed: params without _meta.
std::variant<json, Refusal> readParams(std::string_view text) {
    json params = json::parse(text, nullptr, false);
    if (!params.is_object() || !params["ref"].is_object() || !params["argument"].is_object()) {
        return invalidParams(
            "completion/complete needs params.ref and params.argument, both objects");
    }
    const json& argument = params["argument"];
    const bool has_value = argument.contains("value") && argument["value"].is_string();
    if (base::textIn(argument, "name").empty() || !has_value) {
        return invalidParams("params.argument needs a name and a value, both strings");
    }
    params.erase("_meta");
    return params;
}

/// The name of what is referred to; empty where the reference is none of the two kinds.
std::string referredTo(const json& reference) {
    const std::string type = base::textIn(reference, "type");
    if (type == "ref/prompt") return base::textIn(reference, "name");
    if (type == "ref/resource") return base::textIn(reference, "uri");
    return {};
}

/// As the plugin knows what is referred to.
std::string argumentsFor(json params, const tools::Target& target) {
    json& reference = params["ref"];
    reference[reference["type"] == "ref/prompt" ? "name" : "uri"] = target.local_name;
    return params.dump(-1, ' ', false, json::error_handler_t::replace);
}

MethodResult completionResult(const Revision& revision, tools::Answer answer) {
    return plainResult(revision, std::move(answer));
}

}  // namespace

void complete(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    const auto members = jsonrpc::Members::read(call.request.params);
    if (!members.ok()) return done(invalidParams("params: " + members.error().what));
    auto read = readParams(call.request.params);
    if (const auto* refusal = std::get_if<Refusal>(&read)) return done(*refusal);
    auto& params = std::get<json>(read);
    const std::string referred = referredTo(params["ref"]);
    if (referred.empty()) {
        return done(invalidParams(
            "params.ref needs type \"ref/prompt\" and name, or type \"ref/resource\" and uri"));
    }
    const auto completion = offer.catalogue->completions().find(
        tools::completionName(base::textIn(params["ref"], "type"), referred));
    if (!completion) {
        return done(invalidParams("there is no prompt and no resource template " +
                                  base::quoted(referred) + " to complete"));
    }
    runInPlugin(offer,
                call,
                pluginCall(call,
                           completion,
                           argumentsFor(std::move(params), completion->definition()),
                           members.value()),
                &completionResult,
                done);
}

}  // namespace toolhost::mcp
