#include "mcp/methods/particulars.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "mcp/audience.hpp"

namespace toolhost::mcp {
namespace {

constexpr std::string_view kProtocolsOwn = "io.modelcontextprotocol/";
constexpr std::string_view kClientCapabilities = "io.modelcontextprotocol/clientCapabilities";

bool isProtocols(std::string_view name) {
    return name == "progressToken" || name.substr(0, kProtocolsOwn.size()) == kProtocolsOwn;
}

/// The object without the protocol's members; empty when nothing is left.
std::string othersMembers(const jsonrpc::Members& meta) {
    std::string text;
    for (const auto& [name, value] : meta.all()) {
        if (isProtocols(name)) continue;
        text += (text.empty() ? "{" : ",") + nlohmann::json(name).dump() + ':';
        text += value;
    }
    return text.empty() ? text : text + '}';
}

std::optional<Refusal> readAnswers(const jsonrpc::Members& params, tools::Particulars& into) {
    const auto answers = params.find("inputResponses");
    if (!answers) return std::nullopt;
    if (!params.isObject("inputResponses")) {
        return invalidParams("params.inputResponses must be an object of answers by name");
    }
    into.answers = *answers;
    return std::nullopt;
}

std::optional<Refusal> readState(const jsonrpc::Members& params,
                                 const RoundTrips& trips,
                                 const Occasion& occasion,
                                 tools::Particulars& into) {
    if (!params.find("requestState")) return std::nullopt;
    const auto sealed = params.findString("requestState");
    if (!sealed) return invalidParams("params.requestState must be a string");
    auto state = trips.state(*sealed, occasion);
    if (auto* refusal = std::get_if<Refusal>(&state)) return std::move(*refusal);
    into.state = std::get<std::string>(std::move(state));
    return std::nullopt;
}

}  // namespace

std::optional<jsonrpc::Members> metaOf(const jsonrpc::Members& params) {
    if (!params.isObject("_meta")) return std::nullopt;
    auto members = jsonrpc::Members::read(*params.find("_meta"));
    if (!members.ok()) return std::nullopt;
    return std::move(members).value();
}

std::string capabilitiesOf(const MethodCall& call, const std::optional<jsonrpc::Members>& meta) {
    if (call.revision.is_modern) {
        return std::string(meta ? meta->find(kClientCapabilities).value_or("{}") : "{}");
    }
    const bool can_be_asked = call.peer && call.way->carriesMessages();
    return can_be_asked ? call.peer->terms().capabilities : "{}";
}

std::variant<tools::Particulars, Refusal> particularsOf(const MethodCall& call,
                                                        const jsonrpc::Members& params,
                                                        const std::optional<jsonrpc::Members>& meta,
                                                        const RoundTrips& trips,
                                                        const Occasion& occasion) {
    tools::Particulars particulars;
    if (meta) {
        particulars.meta = othersMembers(*meta);
        particulars.trace = meta->findString("traceparent").value_or("");
    }
    particulars.client_capabilities = capabilitiesOf(call, meta);
    if (!call.revision.is_modern) return particulars;
    if (auto refusal = objectionToLevel(meta)) return std::move(*refusal);
    if (auto refusal = readAnswers(params, particulars)) return std::move(*refusal);
    if (auto refusal = readState(params, trips, occasion, particulars)) return std::move(*refusal);
    return particulars;
}

}  // namespace toolhost::mcp
