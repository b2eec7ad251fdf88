#include "simulator/auth/authentication.hpp"

#include "simulator/auth/base64.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

std::optional<Caller> basic(std::string_view credentials, Records& records) {
    const auto pair = decodeBase64(credentials);
    if (!pair) return std::nullopt;
    const auto colon = pair->find(':');
    if (colon == std::string::npos) return std::nullopt;
    return signIn(records, pair->substr(0, colon), pair->substr(colon + 1));
}

std::optional<Caller> bearer(std::string_view token,
                             const Tokens& tokens,
                             Records& records,
                             Seconds now) {
    const auto grant = tokens.findAccess(token, now);
    if (!grant) return std::nullopt;
    return findCaller(records, "sys_id", grant->user);
}

}  // namespace

std::string_view schemeOf(std::string_view authorization) {
    const auto blank = authorization.find(' ');
    return blank == std::string_view::npos ? std::string_view{} : authorization.substr(0, blank);
}

std::optional<Caller> authenticate(std::string_view authorization,
                                   const Tokens& tokens,
                                   Records& records,
                                   Seconds now) {
    const auto scheme = schemeOf(authorization);
    if (scheme.empty()) return std::nullopt;
    const auto credentials = trim(authorization.substr(scheme.size()));
    if (sameText(scheme, "Basic")) return basic(credentials, records);
    if (sameText(scheme, "Bearer")) return bearer(credentials, tokens, records, now);
    return std::nullopt;
}

}  // namespace toolhost::sim
