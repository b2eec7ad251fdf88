#include "mcp/envelope.hpp"

#include "jsonrpc/members.hpp"

namespace toolhost::mcp {
namespace {

constexpr std::string_view kProtocolVersion = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view kClientCapabilities = "io.modelcontextprotocol/clientCapabilities";

std::variant<Envelope, Refusal> envelopeOf(const jsonrpc::Members& meta) {
    if (!meta.find(kProtocolVersion)) return Envelope{};
    auto version = meta.findString(kProtocolVersion);
    if (!version) {
        return missingEnvelope("_meta[\"" + std::string(kProtocolVersion) + "\"] must be a string");
    }
    if (!meta.isObject(kClientCapabilities)) {
        return missingEnvelope("_meta[\"" + std::string(kClientCapabilities) +
                               "\"] is required and must be an object; {} says none");
    }
    return Envelope{std::move(version), *meta.find(kClientCapabilities)};
}

}  // namespace

std::variant<Envelope, Refusal> readEnvelope(std::string_view params) {
    if (params.empty()) return Envelope{};
    const auto members = jsonrpc::Members::read(params);
    if (!members.ok()) return missingEnvelope("params: " + members.error().what);
    const auto meta_text = members.value().find("_meta");
    if (!meta_text) return Envelope{};
    const auto meta = jsonrpc::Members::read(*meta_text);
    if (!meta.ok()) return missingEnvelope("params._meta: " + meta.error().what);
    return envelopeOf(meta.value());
}

}  // namespace toolhost::mcp
