#include "mcp/era.hpp"

#include "base/text.hpp"
#include "mcp/header_check.hpp"

namespace toolhost::mcp {
namespace {

bool headerNamesModern(const std::optional<Headers>& headers) {
    return headers && headers->protocol_version && namesModernRevision(*headers->protocol_version);
}

/// The request names the revision it is written for.
Era eraOfClaim(const std::string& method,
               Envelope&& envelope,
               const std::optional<Headers>& headers) {
    const std::string version = *envelope.protocol_version;
    if (headers) {
        if (auto mismatch = findContradiction(*headers, method, version)) return *mismatch;
    }
    const Revision* revision = findRevision(version);
    if (revision == nullptr || !revision->is_modern) return unsupportedVersion(version);
    return Stateless{revision, std::move(envelope)};
}

Era eraWithoutClaim(const std::string& method, const std::optional<Headers>& headers) {
    if (!headerNamesModern(headers)) return Sessionful{};
    if (method == "initialize") {
        return headerMismatch(
            "initialize belongs to the session revisions, but MCP-Protocol-Version " +
            base::quoted(*headers->protocol_version) + " has no sessions");
    }
    return missingEnvelope(
        "params._meta lacks \"io.modelcontextprotocol/protocolVersion\" and "
        "\"io.modelcontextprotocol/clientCapabilities\", which the MCP-Protocol-Version header's "
        "revision requires");
}

}  // namespace

Era eraOfRequest(const std::string& method,
                 std::string_view params,
                 const std::optional<Headers>& headers) {
    auto read = readEnvelope(params);
    if (auto* refusal = std::get_if<Refusal>(&read)) {
        // `initialize` of a session revision may carry any _meta it likes.
        if (method == "initialize") return eraWithoutClaim(method, headers);
        return *refusal;
    }
    auto& envelope = std::get<Envelope>(read);
    const bool claims = envelope.protocol_version.has_value();
    const bool is_handshake =
        method == "initialize" && claims && !namesModernRevision(*envelope.protocol_version);
    if (!claims || is_handshake) return eraWithoutClaim(method, headers);
    return eraOfClaim(method, std::move(envelope), headers);
}

bool isModernNotification(std::string_view params, const std::optional<Headers>& headers) {
    const auto read = readEnvelope(params);
    if (const auto* envelope = std::get_if<Envelope>(&read)) {
        if (envelope->protocol_version) return namesModernRevision(*envelope->protocol_version);
    }
    return headerNamesModern(headers);
}

}  // namespace toolhost::mcp
