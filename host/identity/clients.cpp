#include "identity/clients.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

#include "base/base64.hpp"
#include "base/ids.hpp"
#include "base/text.hpp"
#include "identity/names.hpp"

namespace toolhost::identity {
namespace {

constexpr std::size_t kIdRandomBytes = 10;
constexpr std::size_t kSecretRandomBytes = 32;

constexpr store::Sql kInsert{
    "register a client",
    "INSERT INTO identity_clients(client_id, name, secret_hmac, acts_as, scopes, created_us) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6)"};
constexpr store::Sql kDisable{
    "revoke a client",
    "UPDATE identity_clients SET disabled_us = ?2 WHERE client_id = ?1 AND disabled_us IS NULL"};
constexpr store::Sql kSelect{
    "read the registered clients",
    "SELECT client_id, name, secret_hmac, acts_as, scopes, created_us, disabled_us "
    "FROM identity_clients"};

base::WallTime timeFrom(std::int64_t microseconds) {
    return base::WallTime(std::chrono::microseconds(microseconds));
}

/// Why the operator's wish cannot be fulfilled; empty when it can.
std::string faultOf(const ClientRequest& request) {
    if (!request.name.empty() && !isName(request.name)) {
        return "the name must be at most 255 bytes of UTF-8 without control characters";
    }
    if (request.acts_as && !isName(*request.acts_as)) {
        return "the user to act as must be 1 to 255 bytes of UTF-8 without control characters";
    }
    for (const auto& scope : request.scopes) {
        if (!hasScope(supportedScopes(), scope)) {
            return "there is no scope " + base::quoted(scope) +
                   base::didYouMean(scope, supportedScopes()) +
                   "; known are: " + base::join(supportedScopes(), ", ");
        }
    }
    return {};
}

Client clientOf(const ClientRequest& request, base::WallTime now) {
    return Client{.id = "client_" + base::toHex(base::randomBytes(kIdRandomBytes)),
                  .name = request.name,
                  .acts_as = request.acts_as,
                  .scopes = request.scopes.empty() ? supportedScopes() : request.scopes,
                  .created = timeFrom(base::microsecondsSinceEpoch(now)),
                  .disabled = std::nullopt};
}

base::Result<base::Done> insert(store::Connection& connection,
                                const Client& client,
                                const crypto::Digest& secret) {
    auto statement = connection.prepare(kInsert);
    if (!statement) return statement.error();
    return statement.value()
        .bind(1, client.id)
        .bind(2, client.name)
        .bindBlob(3, crypto::bytesOf(secret))
        .bindOptional(4, client.acts_as)
        .bind(5, base::join(client.scopes, " "))
        .bind(6, base::microsecondsSinceEpoch(client.created))
        .run();
}

base::Result<base::Done> disable(store::Connection& connection,
                                 const std::string& client_id,
                                 base::WallTime now) {
    auto statement = connection.prepare(kDisable);
    if (!statement) return statement.error();
    return statement.value().bind(1, client_id).bind(2, base::microsecondsSinceEpoch(now)).run();
}

Client clientFrom(const store::Statement& row) {
    Client client{.id = row.text(0),
                  .name = row.text(1),
                  .acts_as = row.optionalText(3),
                  .scopes = base::splitList(row.text(4), ' '),
                  .created = timeFrom(row.integer(5)),
                  .disabled = std::nullopt};
    if (!row.isNull(6)) client.disabled = timeFrom(row.integer(6));
    return client;
}

crypto::Digest digestFrom(const std::string& bytes) {
    crypto::Digest digest{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
    return digest;
}

}  // namespace

store::Migrations Clients::migrations() {
    return {"identity", {{1, R"(
        CREATE TABLE identity_clients(
            client_id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            secret_hmac BLOB NOT NULL CHECK(length(secret_hmac) = 32),
            acts_as TEXT,
            scopes TEXT NOT NULL,
            created_us INTEGER NOT NULL,
            disabled_us INTEGER) STRICT;)"}}};
}

Clients::Clients(store::Database& database, base::Secret pepper)
    : database_(database),
      pepper_(std::move(pepper)),
      nobodys_secret_(crypto::sha256(base::randomBytes(kSecretRandomBytes))) {}

base::Result<std::unique_ptr<Clients>> Clients::open(store::Database& database,
                                                     base::Secret pepper) {
    std::unique_ptr<Clients> clients(new Clients(database, std::move(pepper)));
    auto read = database.read(
        [&clients](store::Connection& connection) { return clients->load(connection); });
    if (!read) return read.error();
    return clients;
}

base::Result<base::Done> Clients::load(store::Connection& connection) {
    auto statement = connection.prepare(kSelect);
    if (!statement) return statement.error();
    const std::unique_lock lock(mutex_);
    for (;;) {
        const auto row = statement.value().step();
        if (!row) return row.error();
        if (!row.value()) return base::Done{};
        auto client = std::make_shared<const Client>(clientFrom(statement.value()));
        const auto secret = digestFrom(statement.value().blob(2));
        records_.insert_or_assign(client->id, Record{client, secret});
    }
}

base::Result<ClientCredentials> Clients::add(const ClientRequest& request, base::WallTime now) {
    if (const std::string fault = faultOf(request); !fault.empty()) {
        return base::Error{"register client " + base::quoted(request.name) + ": " + fault};
    }
    const auto client = std::make_shared<const Client>(clientOf(request, now));
    ClientCredentials credentials{
        client->id, base::Secret(base::encodeBase64Url(base::randomBytes(kSecretRandomBytes)))};
    const auto secret = digestOf(client->id, credentials.client_secret.reveal());
    auto written = database_.writeAndWait([client, secret](store::Connection& connection) {
        return insert(connection, *client, secret);
    });
    if (!written) return written.error();
    const std::unique_lock lock(mutex_);
    records_.insert_or_assign(client->id, Record{client, secret});
    return credentials;
}

base::Result<base::Done> Clients::revoke(std::string_view client_id, base::WallTime now) {
    const auto known = find(client_id);
    if (!known) {
        return base::Error{"revoke client " + base::quoted(client_id) +
                           ": there is no such client" + base::didYouMean(client_id, ids())};
    }
    if (!known->isEnabled()) return base::Done{};
    auto revoked = *known;
    revoked.disabled = timeFrom(base::microsecondsSinceEpoch(now));
    auto written = database_.writeAndWait([id = revoked.id, now](store::Connection& connection) {
        return disable(connection, id, now);
    });
    if (!written) return written.error();
    const std::unique_lock lock(mutex_);
    if (const auto record = records_.find(client_id); record != records_.end()) {
        record->second.client = std::make_shared<const Client>(std::move(revoked));
    }
    return base::Done{};
}

std::shared_ptr<const Client> Clients::find(std::string_view client_id) const {
    const std::shared_lock lock(mutex_);
    const auto record = records_.find(client_id);
    return record == records_.end() ? nullptr : record->second.client;
}

std::vector<Client> Clients::list() const {
    std::vector<Client> clients;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [id, record] : records_) {
            clients.push_back(*record.client);
        }
    }
    std::stable_sort(clients.begin(), clients.end(), [](const Client& one, const Client& other) {
        return one.created < other.created;
    });
    return clients;
}

std::shared_ptr<const Client> Clients::authenticate(std::string_view client_id,
                                                    std::string_view secret) const {
    Record record{nullptr, nobodys_secret_};
    {
        const std::shared_lock lock(mutex_);
        if (const auto known = records_.find(client_id); known != records_.end()) {
            record = known->second;
        }
    }
    const auto presented = digestOf(client_id, secret);
    const bool right =
        crypto::equalInConstantTime(crypto::bytesOf(presented), crypto::bytesOf(record.secret));
    return right && record.client && record.client->isEnabled() ? record.client : nullptr;
}

// The id is part of what is digested, so that a digest copied to another row opens nothing.
crypto::Digest Clients::digestOf(std::string_view client_id, std::string_view secret) const {
    base::Secret both(std::string(client_id) + '\0' + std::string(secret));
    return crypto::hmacSha256(pepper_.reveal(), both.reveal());
}

std::vector<std::string> Clients::ids() const {
    std::vector<std::string> ids;
    for (const auto& client : list()) {
        ids.push_back(client.id);
    }
    return ids;
}

}  // namespace toolhost::identity
