#include "oauth/grants.hpp"

#include <algorithm>
#include <utility>

#include "base/base64.hpp"
#include "base/ids.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::size_t kTokenRandomBytes = 32;
// A code that comes again within an hour of its end is still known for a stolen one.
constexpr std::chrono::hours kCodeMemory{1};

constexpr store::Sql kInsertCode{
    "keep an authorization code",
    "INSERT INTO oauth_codes(code_hash, family_id, client_id, user, scopes, granted_us, "
    "redirect_uri, challenge, expires_us) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"};
constexpr store::Sql kForgetCodes{"forget old authorization codes",
                                  "DELETE FROM oauth_codes WHERE expires_us < ?1"};
constexpr store::Sql kSelectCode{
    "find an authorization code",
    "SELECT family_id, client_id, user, scopes, granted_us, redirect_uri, challenge, expires_us, "
    "redeemed_us FROM oauth_codes WHERE code_hash = ?1"};
constexpr store::Sql kRedeem{
    "redeem an authorization code",
    "UPDATE oauth_codes SET redeemed_us = ?2 WHERE code_hash = ?1 AND redeemed_us IS NULL"};
constexpr store::Sql kForgetFamilies{"forget families that have ended",
                                     "DELETE FROM oauth_families WHERE ends_us < ?1"};
constexpr store::Sql kInsertFamily{
    "open a family of tokens",
    "INSERT INTO oauth_families(family_id, client_id, user, scopes, granted_us, ends_us) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6)"};
constexpr store::Sql kInsertToken{
    "keep a refresh token",
    "INSERT INTO oauth_refresh_tokens(token_hash, family_id, expires_us) VALUES(?1, ?2, ?3)"};
constexpr store::Sql kSelectToken{
    "find a refresh token",
    "SELECT f.family_id, f.client_id, f.user, f.scopes, f.granted_us, t.expires_us, f.ends_us, "
    "t.rotated_us, t.sealed_answer, f.revoked_us FROM oauth_refresh_tokens t "
    "JOIN oauth_families f USING(family_id) WHERE t.token_hash = ?1"};
constexpr store::Sql kRotate{"rotate a refresh token",
                             "UPDATE oauth_refresh_tokens SET rotated_us = ?2, sealed_answer = ?3 "
                             "WHERE token_hash = ?1 AND rotated_us IS NULL AND family_id IN "
                             "(SELECT family_id FROM oauth_families WHERE revoked_us IS NULL)"};
constexpr store::Sql kForgetTokens{
    "forget refresh tokens that have expired",
    "DELETE FROM oauth_refresh_tokens WHERE family_id = ?1 AND expires_us < ?2"};
constexpr store::Sql kForgetAnswers{"forget answers that nobody may hear again",
                                    "UPDATE oauth_refresh_tokens SET sealed_answer = NULL WHERE "
                                    "family_id = ?1 AND rotated_us < ?2"};
constexpr store::Sql kRevoke{
    "revoke a family of tokens",
    "UPDATE oauth_families SET revoked_us = ?2 WHERE family_id = ?1 AND revoked_us IS NULL"};

base::WallTime timeFrom(std::int64_t microseconds) {
    return base::WallTime(std::chrono::microseconds(microseconds));
}

std::string hashOf(const base::Secret& token) {
    return std::string(crypto::bytesOf(crypto::sha256(token.reveal())));
}

Grant grantFrom(const store::Statement& row) {
    return {.family = row.text(0),
            .client_id = row.text(1),
            .user = row.text(2),
            .scopes = base::splitList(row.text(3), ' '),
            .granted = timeFrom(row.integer(4))};
}

void bindGrant(store::Statement& statement, int first, const Grant& grant) {
    statement.bind(first, grant.family)
        .bind(first + 1, grant.client_id)
        .bind(first + 2, grant.user)
        .bind(first + 3, base::join(grant.scopes, " "))
        .bind(first + 4, base::microsecondsSinceEpoch(grant.granted));
}

/// Runs a statement whose parameters are a key and a time.
base::Result<base::Done> runWith(store::Connection& connection,
                                 const store::Sql& sql,
                                 std::string_view key,
                                 base::WallTime time) {
    auto statement = connection.prepare(sql);
    if (!statement) return statement.error();
    return statement.value().bind(1, key).bind(2, base::microsecondsSinceEpoch(time)).run();
}

base::Result<base::Done> forgetBefore(store::Connection& connection,
                                      const store::Sql& sql,
                                      base::WallTime time) {
    auto statement = connection.prepare(sql);
    if (!statement) return statement.error();
    return statement.value().bind(1, base::microsecondsSinceEpoch(time)).run();
}

base::Result<base::Done> insertCode(store::Connection& connection,
                                    const std::string& hash,
                                    const CodeTerms& terms) {
    if (auto done = forgetBefore(connection, kForgetCodes, terms.grant.granted - kCodeMemory);
        !done) {
        return done;
    }
    auto statement = connection.prepare(kInsertCode);
    if (!statement) return statement.error();
    bindGrant(statement.value().bindBlob(1, hash), 2, terms.grant);
    return statement.value()
        .bind(7, terms.redirect_uri)
        .bind(8, terms.challenge)
        .bind(9, base::microsecondsSinceEpoch(terms.expires))
        .run();
}

base::Result<base::Done> insertToken(store::Connection& connection,
                                     const std::string& hash,
                                     const std::string& family,
                                     base::WallTime expires) {
    auto statement = connection.prepare(kInsertToken);
    if (!statement) return statement.error();
    return statement.value()
        .bindBlob(1, hash)
        .bind(2, family)
        .bind(3, base::microsecondsSinceEpoch(expires))
        .run();
}

base::Result<base::Done> insertFamily(store::Connection& connection,
                                      const Grant& grant,
                                      base::WallTime ends) {
    auto statement = connection.prepare(kInsertFamily);
    if (!statement) return statement.error();
    bindGrant(statement.value(), 1, grant);
    return statement.value().bind(6, base::microsecondsSinceEpoch(ends)).run();
}

/// Marks the code; false when it was marked before.
base::Result<bool> markRedeemed(store::Connection& connection,
                                const std::string& hash,
                                base::WallTime now) {
    auto statement = connection.prepare(kRedeem);
    if (!statement) return statement.error();
    auto run = statement.value().bindBlob(1, hash).bind(2, base::microsecondsSinceEpoch(now)).run();
    if (!run) return run.error();
    return connection.changes() == 1;
}

/// Marks the token; false when it was marked before, or its family has been revoked.
base::Result<bool> markRotated(store::Connection& connection,
                               const std::string& hash,
                               const std::string& sealed_answer,
                               base::WallTime now) {
    auto statement = connection.prepare(kRotate);
    if (!statement) return statement.error();
    auto run = statement.value()
                   .bindBlob(1, hash)
                   .bind(2, base::microsecondsSinceEpoch(now))
                   .bindBlob(3, sealed_answer)
                   .run();
    if (!run) return run.error();
    return connection.changes() == 1;
}

CodeTerms codeFrom(const store::Statement& row) {
    return {.grant = grantFrom(row),
            .redirect_uri = row.text(5),
            .challenge = row.text(6),
            .expires = timeFrom(row.integer(7)),
            .is_redeemed = !row.isNull(8)};
}

RefreshTerms refreshFrom(const store::Statement& row) {
    RefreshTerms terms{.grant = grantFrom(row),
                       .expires = timeFrom(std::min(row.integer(5), row.integer(6))),
                       .rotated = std::nullopt,
                       .sealed_answer = row.blob(8),
                       .is_revoked = !row.isNull(9)};
    if (!row.isNull(7)) terms.rotated = timeFrom(row.integer(7));
    return terms;
}

/// The first row of a look-up by hash, read by `from`; absent when there is none.
template <typename Terms>
base::Result<std::optional<Terms>> findByHash(store::Database& database,
                                              const store::Sql& sql,
                                              const base::Secret& token,
                                              Terms (*from)(const store::Statement&)) {
    std::optional<Terms> found;
    auto read = database.read([&](store::Connection& connection) -> base::Result<base::Done> {
        auto statement = connection.prepare(sql);
        if (!statement) return statement.error();
        const auto row = statement.value().bindBlob(1, hashOf(token)).step();
        if (!row) return row.error();
        if (row.value()) found = from(statement.value());
        return base::Done{};
    });
    if (!read) return read.error();
    return found;
}

std::string bindingOf(const base::Secret& old_token) {
    return "refresh-answer/1 " + hashOf(old_token);
}

}  // namespace

store::Migrations Grants::migrations() {
    return {"oauth", {{1, R"(
        CREATE TABLE oauth_codes(
            code_hash BLOB PRIMARY KEY,
            family_id TEXT NOT NULL,
            client_id TEXT NOT NULL,
            user TEXT NOT NULL,
            scopes TEXT NOT NULL,
            granted_us INTEGER NOT NULL,
            redirect_uri TEXT NOT NULL,
            challenge TEXT NOT NULL,
            expires_us INTEGER NOT NULL,
            redeemed_us INTEGER) STRICT;
        CREATE INDEX oauth_codes_expires ON oauth_codes(expires_us);
        CREATE TABLE oauth_families(
            family_id TEXT PRIMARY KEY,
            client_id TEXT NOT NULL,
            user TEXT NOT NULL,
            scopes TEXT NOT NULL,
            granted_us INTEGER NOT NULL,
            ends_us INTEGER NOT NULL,
            revoked_us INTEGER) STRICT;
        CREATE INDEX oauth_families_ends ON oauth_families(ends_us);
        CREATE TABLE oauth_refresh_tokens(
            token_hash BLOB PRIMARY KEY,
            family_id TEXT NOT NULL REFERENCES oauth_families(family_id) ON DELETE CASCADE,
            expires_us INTEGER NOT NULL,
            rotated_us INTEGER,
            sealed_answer BLOB) STRICT;
        CREATE INDEX oauth_refresh_tokens_family ON oauth_refresh_tokens(family_id);)"}}};
}

Grants::Grants(store::Database& database,
               identity::Revocations& revocations,
               crypto::Sealer sealer,
               const Settings& settings,
               std::chrono::seconds access_token_lifetime_max)
    : database_(database),
      revocations_(revocations),
      sealer_(std::move(sealer)),
      settings_(settings),
      access_token_lifetime_max_(access_token_lifetime_max) {}

base::Result<base::Secret> Grants::issueCode(const CodeTerms& terms) const {
    auto code = makeToken();
    auto written = database_.writeAndWait(
        [&](store::Connection& connection) { return insertCode(connection, hashOf(code), terms); });
    if (!written) return written.error();
    return code;
}

base::Result<std::optional<CodeTerms>> Grants::findCode(const base::Secret& code) const {
    return findByHash(database_, kSelectCode, code, codeFrom);
}

base::Result<bool> Grants::redeem(const base::Secret& code,
                                  const CodeTerms& terms,
                                  const base::Secret* refresh_token,
                                  base::WallTime now) const {
    bool is_ours = false;
    const auto ends = terms.grant.granted + settings_.refresh_lifetime;
    auto written =
        database_.writeAndWait([&](store::Connection& connection) -> base::Result<base::Done> {
            const auto marked = markRedeemed(connection, hashOf(code), now);
            if (!marked) return marked.error();
            is_ours = marked.value();
            if (!is_ours || refresh_token == nullptr) return base::Done{};
            if (auto done = forgetBefore(connection, kForgetFamilies, now); !done) return done;
            if (auto done = insertFamily(connection, terms.grant, ends); !done) return done;
            return insertToken(connection,
                               hashOf(*refresh_token),
                               terms.grant.family,
                               now + settings_.refresh_idle_lifetime);
        });
    if (!written) return written.error();
    return is_ours;
}

base::Result<std::optional<RefreshTerms>> Grants::findRefreshToken(
    const base::Secret& token) const {
    return findByHash(database_, kSelectToken, token, refreshFrom);
}

base::Result<bool> Grants::rotate(const Rotation& rotation,
                                  const RefreshTerms& terms,
                                  base::WallTime now) const {
    const auto sealed = sealer_.seal(rotation.answer, bindingOf(rotation.old_token));
    if (!sealed) return sealed.error();
    bool is_ours = false;
    const auto& family = terms.grant.family;
    auto written =
        database_.writeAndWait([&](store::Connection& connection) -> base::Result<base::Done> {
            const auto marked =
                markRotated(connection, hashOf(rotation.old_token), sealed.value(), now);
            if (!marked) return marked.error();
            is_ours = marked.value();
            if (!is_ours) return base::Done{};
            if (auto done = runWith(connection, kForgetTokens, family, now); !done) return done;
            if (auto done = runWith(connection, kForgetAnswers, family, now - kGrace); !done) {
                return done;
            }
            return insertToken(connection,
                               hashOf(rotation.new_token),
                               family,
                               now + settings_.refresh_idle_lifetime);
        });
    if (!written) return written.error();
    return is_ours;
}

base::Result<std::string> Grants::openAnswer(const base::Secret& old_token,
                                             const RefreshTerms& terms) const {
    return sealer_.open(terms.sealed_answer, bindingOf(old_token));
}

base::Result<base::Done> Grants::revoke(std::string_view family, base::WallTime now) const {
    // Access tokens first: they work without the database.
    auto ended = revocations_.add(family, now + access_token_lifetime_max_, now);
    auto written = database_.writeAndWait(
        [&](store::Connection& connection) { return runWith(connection, kRevoke, family, now); });
    return ended ? written : ended;
}

base::Secret makeToken() {
    return base::Secret(base::encodeBase64Url(base::randomBytes(kTokenRandomBytes)));
}

}  // namespace toolhost::oauth
