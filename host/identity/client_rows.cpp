#include "identity/client_rows.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.hpp"

namespace toolhost::identity {
namespace {

constexpr store::Sql kWrite{
    "register a client",
    "INSERT INTO identity_clients(client_id, name, secret_hmac, acts_as, scopes, created_us, "
    "proof, origin, grants, redirect_uris, jwks, may_introspect) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
    "ON CONFLICT(client_id) DO UPDATE SET name = excluded.name, acts_as = excluded.acts_as, "
    "scopes = excluded.scopes, proof = excluded.proof, grants = excluded.grants, "
    "redirect_uris = excluded.redirect_uris, jwks = excluded.jwks"};
constexpr store::Sql kDisable{
    "revoke a client",
    "UPDATE identity_clients SET disabled_us = ?2 WHERE client_id = ?1 AND disabled_us IS NULL"};
constexpr store::Sql kErase{"forget a client", "DELETE FROM identity_clients WHERE client_id = ?1"};
constexpr store::Sql kSelect{
    "read the registered clients",
    "SELECT client_id, name, secret_hmac, acts_as, scopes, created_us, disabled_us, "
    "proof, origin, grants, redirect_uris, jwks, may_introspect FROM identity_clients"};

base::WallTime timeFrom(std::int64_t microseconds) {
    return base::WallTime(std::chrono::microseconds(microseconds));
}

crypto::Digest digestFrom(const std::string& bytes) {
    crypto::Digest digest{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
    return digest;
}

ClientRow rowFrom(const store::Statement& row) {
    Client client{.id = row.text(0),
                  .name = row.text(1),
                  .acts_as = row.optionalText(3),
                  .scopes = base::splitList(row.text(4), ' '),
                  .created = timeFrom(row.integer(5)),
                  .disabled = std::nullopt,
                  .proof = static_cast<ClientProof>(row.integer(7)),
                  .origin = static_cast<ClientOrigin>(row.integer(8)),
                  .grants = base::splitList(row.text(9), ' '),
                  .redirect_uris = base::splitList(row.text(10), ' '),
                  .jwks = row.text(11),
                  .may_introspect = row.integer(12) != 0};
    if (!row.isNull(6)) client.disabled = timeFrom(row.integer(6));
    return {std::move(client), digestFrom(row.blob(2))};
}

}  // namespace

store::Migrations clientMigrations() {
    return {"identity",
            {{1, R"(
        CREATE TABLE identity_clients(
            client_id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            secret_hmac BLOB NOT NULL CHECK(length(secret_hmac) = 32),
            acts_as TEXT,
            scopes TEXT NOT NULL,
            created_us INTEGER NOT NULL,
            disabled_us INTEGER) STRICT;)"},
             {2, R"(
        ALTER TABLE identity_clients ADD COLUMN proof INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE identity_clients ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE identity_clients ADD COLUMN grants TEXT NOT NULL DEFAULT 'client_credentials';
        ALTER TABLE identity_clients ADD COLUMN redirect_uris TEXT NOT NULL DEFAULT '';
        ALTER TABLE identity_clients ADD COLUMN jwks TEXT NOT NULL DEFAULT '';
        ALTER TABLE identity_clients ADD COLUMN may_introspect INTEGER NOT NULL DEFAULT 0;)"}}};
}

base::Result<base::Done> writeClient(store::Connection& connection, const ClientRow& row) {
    auto statement = connection.prepare(kWrite);
    if (!statement) return statement.error();
    const auto& client = row.client;
    return statement.value()
        .bind(1, client.id)
        .bind(2, client.name)
        .bindBlob(3, crypto::bytesOf(row.secret))
        .bindOptional(4, client.acts_as)
        .bind(5, base::join(client.scopes, " "))
        .bind(6, base::microsecondsSinceEpoch(client.created))
        .bind(7, static_cast<std::int64_t>(client.proof))
        .bind(8, static_cast<std::int64_t>(client.origin))
        .bind(9, base::join(client.grants, " "))
        .bind(10, base::join(client.redirect_uris, " "))
        .bind(11, client.jwks)
        .bind(12, std::int64_t{client.may_introspect ? 1 : 0})
        .run();
}

base::Result<base::Done> disableClient(store::Connection& connection,
                                       const std::string& client_id,
                                       base::WallTime now) {
    auto statement = connection.prepare(kDisable);
    if (!statement) return statement.error();
    return statement.value().bind(1, client_id).bind(2, base::microsecondsSinceEpoch(now)).run();
}

base::Result<base::Done> eraseClient(store::Connection& connection, const std::string& client_id) {
    auto statement = connection.prepare(kErase);
    if (!statement) return statement.error();
    return statement.value().bind(1, client_id).run();
}

base::Result<ClientReader> ClientReader::open(store::Connection& connection) {
    auto statement = connection.prepare(kSelect);
    if (!statement) return statement.error();
    return ClientReader(std::move(statement).value());
}

base::Result<std::optional<ClientRow>> ClientReader::next() {
    const auto row = statement_.step();
    if (!row) return row.error();
    if (!row.value()) return std::optional<ClientRow>();
    return std::optional(rowFrom(statement_));
}

}  // namespace toolhost::identity
