#include "servicenow/credentials/assertion.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/ids.hpp"
#include "identity/compact_jwt.hpp"
#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {
namespace {

/// An instance may allow its clock no difference at all: then a clock a little behind ours would
/// find the assertion not valid yet.
constexpr std::int64_t kBackdatedSeconds = 5;
constexpr std::int64_t kLifetimeSeconds = 120;

}  // namespace

base::Result<AssertionSigner> AssertionSigner::load(const InstanceSettings& settings) {
    auto key = crypto::SigningKey::load(settings.key_file);
    if (!key) return key.error();
    if (key.value().algorithm() != crypto::Algorithm::Rs256) {
        return base::Error{"load " + settings.key_file.string() +
                           ": ServiceNow assertions are signed with RSA, and this key is not"};
    }
    return AssertionSigner(std::move(key).value(), settings);
}

AssertionSigner::AssertionSigner(crypto::SigningKey key, const InstanceSettings& settings)
    : key_(std::move(key)),
      client_id_(settings.client_id),
      audience_(settings.audience.empty() ? settings.client_id : settings.audience),
      key_id_(settings.key_id) {}

base::Result<std::string> AssertionSigner::assertionFor(std::string_view user,
                                                        base::WallTime now) const {
    const std::int64_t issued_at = base::secondsSinceEpoch(now) - kBackdatedSeconds;
    const Json header = {{"alg", "RS256"}, {"typ", "JWT"}, {"kid", key_id_}};
    const Json claims = {{"iss", client_id_},
                         {"aud", audience_},
                         {"sub", user},
                         {"iat", issued_at},
                         {"nbf", issued_at},
                         {"exp", base::secondsSinceEpoch(now) + kLifetimeSeconds},
                         {"jti", base::randomHexId()}};
    auto token = identity::signCompact(writeJson(header), writeJson(claims), key_);
    if (!token) return base::because("sign an assertion for ServiceNow", token.error());
    return token;
}

}  // namespace toolhost::servicenow
