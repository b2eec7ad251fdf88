#include "oauth/client_authenticator.hpp"

#include <optional>
#include <utility>

#include "base/text.hpp"
#include "oauth/client_assertion.hpp"

namespace toolhost::oauth {
namespace {

using identity::ClientProof;

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

constexpr store::Sql kForget{"forget assertions that have expired",
                             "DELETE FROM oauth_assertions WHERE expires_us < ?1"};
constexpr store::Sql kSpend{"spend a client's assertion",
                            "INSERT OR IGNORE INTO oauth_assertions(client_id, id, expires_us) "
                            "VALUES(?1, ?2, ?3)"};

/// True for the first of equal assertions only.
base::Result<bool> spend(store::Connection& connection,
                         const std::string& client_id,
                         const AssertionId& assertion,
                         base::WallTime now) {
    auto old = connection.prepare(kForget);
    if (!old) return old.error();
    auto forgotten = old.value().bind(1, base::microsecondsSinceEpoch(now)).run();
    if (!forgotten) return forgotten.error();
    auto statement = connection.prepare(kSpend);
    if (!statement) return statement.error();
    auto inserted = statement.value()
                        .bind(1, client_id)
                        .bind(2, assertion.id)
                        .bind(3, base::microsecondsSinceEpoch(assertion.expires))
                        .run();
    if (!inserted) return inserted.error();
    return connection.changes() == 1;
}

/// What is wrong with the request before its form is read.
std::optional<Refusal> requestFault(const Request& request) {
    if (!request.query.empty()) {
        return Refusal{400, "invalid_request", "parameters in the URL are not accepted"};
    }
    const auto types = valuesOf(request.headers, "Content-Type");
    if (types.size() != 1 ||
        !base::equalsIgnoringCase(base::trim(types[0].substr(0, types[0].find(';'))), kFormType)) {
        return Refusal{
            400, "invalid_request", "Content-Type must be application/x-www-form-urlencoded"};
    }
    return std::nullopt;
}

}  // namespace

store::Migrations ClientAuthenticator::migrations() {
    return {"oauth.assertions", {{1, R"(
        CREATE TABLE oauth_assertions(
            client_id TEXT NOT NULL,
            id TEXT NOT NULL,
            expires_us INTEGER NOT NULL,
            PRIMARY KEY(client_id, id)) STRICT, WITHOUT ROWID;
        CREATE INDEX oauth_assertions_expires ON oauth_assertions(expires_us);)"}}};
}

ClientAuthenticator::ClientAuthenticator(const identity::Addresses& addresses,
                                         const identity::Clients& clients,
                                         store::Database& database,
                                         const base::Clock& clock)
    : addresses_(addresses), clients_(clients), database_(database), clock_(clock) {}

ClientAuthenticator::Found ClientAuthenticator::authenticate(
    const PresentedCredentials& credentials) const {
    if (credentials.method == kKeyJwt) return byAssertion(credentials);
    if (credentials.method == kNone) return byIdAlone(credentials);
    return bySecret(credentials);
}

ClientAuthenticator::Found ClientAuthenticator::bySecret(
    const PresentedCredentials& credentials) const {
    auto client = clients_.authenticate(credentials.client_id, credentials.client_secret.reveal());
    if (client || !credentials.raw_client_id) return client;
    return clients_.authenticate(*credentials.raw_client_id,
                                 credentials.raw_client_secret.reveal());
}

ClientAuthenticator::Found ClientAuthenticator::byAssertion(
    const PresentedCredentials& credentials) const {
    auto client = clients_.find(credentials.client_id);
    if (!client || !client->isEnabled() || client->proof != ClientProof::Key) return nullptr;
    const auto now = clock_.wall();
    const auto good = checkAssertion(credentials.assertion.reveal(), *client, addresses_, now);
    if (!good) return nullptr;
    bool is_first = false;
    auto written =
        database_.writeAndWait([&](store::Connection& connection) -> base::Result<base::Done> {
            const auto spent = spend(connection, client->id, good.value(), now);
            if (!spent) return spent.error();
            is_first = spent.value();
            return base::Done{};
        });
    // What cannot be kept could come twice.
    return written.ok() && is_first ? client : nullptr;
}

ClientAuthenticator::Found ClientAuthenticator::byIdAlone(
    const PresentedCredentials& credentials) const {
    auto client = clients_.find(credentials.client_id);
    const bool is_public = client && client->isEnabled() && client->proof == ClientProof::None;
    return is_public ? client : nullptr;
}

std::variant<ClientRequestForm, Refusal> readClientRequest(const Request& request) {
    if (request.method != "POST") {
        return Refusal{405, "invalid_request", "this endpoint takes POST only"};
    }
    if (auto fault = requestFault(request)) return std::move(*fault);
    auto form = parseForm(request.body);
    if (!form) return Refusal{400, "invalid_request", form.error().what};
    auto found = findCredentials(valuesOf(request.headers, "Authorization"), form.value());
    if (auto* refusal = std::get_if<Refusal>(&found)) return std::move(*refusal);
    return ClientRequestForm{std::move(form).value(),
                             std::get<PresentedCredentials>(std::move(found))};
}

std::vector<std::string_view> valuesOf(const Headers& headers, std::string_view name) {
    std::vector<std::string_view> values;
    for (const auto& [field, value] : headers) {
        if (base::equalsIgnoringCase(field, name)) values.push_back(value);
    }
    return values;
}

}  // namespace toolhost::oauth
