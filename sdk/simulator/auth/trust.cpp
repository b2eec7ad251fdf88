#include "simulator/auth/trust.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "simulator/auth/certificate.hpp"
#include "simulator/auth/reason.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

/// Whether the application takes assertions at all.
bool takesAssertions(const Record& provider) {
    constexpr std::array<std::string_view, 4> kTaking{"", "jwt", "multiple", "default"};
    const auto& type = provider.get("inbound_grant_type");
    return std::find(kTaking.begin(), kTaking.end(), type) != kTaking.end();
}

/// The application's map of that key id; one without a key id serves for all.
std::optional<Record> findMap(const std::string& provider, std::string_view kid, Records& records) {
    std::string sys_id;
    {
        auto statement = records.session().prepare(
            "SELECT \"sys_id\" FROM \"jwt_verifier_map\" WHERE \"oauth_jwt\" = ? AND "
            "(\"kid\" = ? COLLATE BINARY OR \"kid\" IS NULL) ORDER BY \"kid\" IS NULL, \"sys_id\"");
        statement.bind(provider).bind(kid);
        if (statement.step()) sys_id = statement.text(0);
    }
    return records.find(records.schema().table("jwt_verifier_map"), sys_id);
}

Result<SignatureKey> keyOfCertificate(const std::string& sys_id, Records& records, Seconds now) {
    const auto row = records.find(records.schema().table("sys_certificate"), sys_id);
    if (!row) return because("the verifier map has no certificate");
    if (row->get("active") != "true") return because("the certificate is not active");
    const auto certificate = readCertificate(row->get("pem_certificate"));
    if (!certificate) return certificate.refusal();
    const auto& [key, not_before, not_after] = certificate.value();
    if (now < not_before) return because("the certificate is not good yet");
    if (now > not_after) return because("the certificate has expired");
    return key;
}

Result<SignatureKey> keyOfMap(const Record& map, Records& records, Seconds now) {
    const auto& secret = map.get("shared_key");
    if (secret.empty()) return keyOfCertificate(map.get("sys_certificate"), records, now);
    try {
        return SignatureKey::ofSecret(secret);
    } catch (const std::runtime_error& fault) {
        return because(fault.what());
    }
}

bool isUserField(const std::string& element, const Schema& schema) {
    const auto* column = schema.findColumn("sys_user", element);
    return column != nullptr && column->kind != Kind::Password;
}

}  // namespace

Result<JwtVerifier> findVerifier(std::string_view client_id,
                                 std::string_view kid,
                                 Records& records,
                                 Seconds now) {
    const auto& schema = records.schema();
    const auto provider = records.findBy(schema.table("oauth_jwt"), "client_id", client_id);
    if (!provider) return because("the client is not registered for JWT bearer");
    if (!takesAssertions(*provider)) return because("inbound_grant_type is not jwt");
    const auto& field = provider->get("user_field");
    if (!isUserField(field, schema)) return because("user_field is no column of sys_user");
    const auto map = findMap(provider->sysId(), kid, records);
    if (!map) return because("the client has no verifier map of that kid");
    auto key = keyOfMap(*map, records, now);
    if (!key) return key.refusal();
    const auto skew = parseInteger(provider->get("clock_skew")).value_or(0);
    return JwtVerifier{std::move(key).value(),
                       map->get("kid"),
                       field,
                       std::chrono::seconds(skew),
                       provider->get("enable_jti_verification") == "true"};
}

}  // namespace toolhost::sim
