#include "mcp/round_trips.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/base64.hpp"
#include "crypto/digest.hpp"

namespace toolhost::mcp {
namespace {

/// Two texts that say the same arguments are the same occasion, whatever their spaces and order.
crypto::Digest digestOf(std::string_view arguments) {
    return crypto::sha256(nlohmann::json::parse(arguments, nullptr, false)
                              .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::string boundTo(const Occasion& occasion) {
    const crypto::Digest arguments = digestOf(occasion.arguments);
    std::string text = "mcp.round_trip";
    for (const std::string_view part : {std::string_view(occasion.principal.subject),
                                        std::string_view(occasion.principal.client_id),
                                        occasion.method,
                                        occasion.name,
                                        crypto::bytesOf(arguments)}) {
        text += '\n' + std::to_string(part.size()) + ':';
        text += part;
    }
    return text;
}

Refusal notOurs() {
    return invalidParams(
        "params.requestState was not given for this call, or its time is over; call the tool anew "
        "without it");
}

}  // namespace

RoundTrips::RoundTrips(crypto::Sealer sealer, const base::Clock& clock)
    : sealer_(std::move(sealer)), clock_(clock) {}

base::Result<std::string> RoundTrips::members(const tools::Questions& questions,
                                              const Occasion& occasion) const {
    std::string members = R"("inputRequests":)" + questions.requests;
    if (questions.state.empty()) return members;
    const auto until = base::secondsSinceEpoch(clock_.wall() + kAnswerWithin);
    const auto sealed =
        sealer_.seal(std::to_string(until) + '\n' + questions.state, boundTo(occasion));
    if (!sealed.ok()) return sealed.error();
    return members + R"(,"requestState":)" + '"' + base::encodeBase64Url(sealed.value()) + '"';
}

std::variant<std::string, Refusal> RoundTrips::state(std::string_view request_state,
                                                     const Occasion& occasion) const {
    const auto sealed = base::decodeBase64Url(request_state);
    if (!sealed) return notOurs();
    const auto opened = sealer_.open(*sealed, boundTo(occasion));
    if (!opened.ok()) return notOurs();
    const std::string& text = opened.value();
    const std::size_t end = text.find('\n');
    std::int64_t until = 0;
    if (end == std::string::npos) return notOurs();
    std::from_chars(text.data(), text.data() + end, until);
    if (until < base::secondsSinceEpoch(clock_.wall())) return notOurs();
    return text.substr(end + 1);
}

}  // namespace toolhost::mcp
