#include "simulator/auth/authentication.hpp"

#include "simulator/auth/client_credentials.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

std::optional<Caller> bearer(std::string_view token,
                             const Tokens& tokens,
                             Records& records,
                             Seconds now) {
    const auto grant = tokens.findAccess(token, now);
    if (!grant) return std::nullopt;
    return findCaller(records, "sys_id", grant->user);
}

/// The user of an active row of api_key that has not expired.
std::optional<Caller> byKey(std::string_view key, Records& records, Seconds now) {
    auto statement = records.session().prepare(
        "SELECT \"user\" FROM \"api_key\" WHERE \"token\" = ? COLLATE BINARY AND "
        "\"active\" = 'true' AND (\"expires\" IS NULL OR \"expires\" > ?)");
    statement.bind(key).bind(formatTimestamp(now));
    if (!statement.step()) return std::nullopt;
    return findCaller(records, "sys_id", statement.text(0));
}

}  // namespace

std::string_view schemeOf(const Request& request) {
    if (!request.api_key.empty()) return "ApiKey";
    const std::string_view authorization = request.authorization;
    const auto blank = authorization.find(' ');
    return blank == std::string_view::npos ? std::string_view{} : authorization.substr(0, blank);
}

std::optional<Caller> authenticate(const Request& request,
                                   const Tokens& tokens,
                                   Records& records,
                                   Seconds now) {
    if (!request.api_key.empty()) return byKey(request.api_key, records, now);
    const auto scheme = schemeOf(request);
    if (sameText(scheme, "Basic")) return signInBasic(request.authorization, records);
    if (!sameText(scheme, "Bearer")) return std::nullopt;
    const auto token = trim(std::string_view(request.authorization).substr(scheme.size()));
    return bearer(token, tokens, records, now);
}

void takeApiKey(Request& request) {
    const auto key = request.query.find(kApiKeyName);
    if (!key) return;
    if (request.api_key.empty()) request.api_key = *key;
    request.query.remove(kApiKeyName);
    request.raw_query = request.query.encoded();
}

}  // namespace toolhost::sim
