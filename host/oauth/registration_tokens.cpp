#include "oauth/registration_tokens.hpp"

#include "crypto/digest.hpp"
#include "oauth/grants.hpp"

namespace toolhost::oauth {
namespace {

constexpr store::Sql kForget{"forget registration tokens that have expired",
                             "DELETE FROM oauth_registration_tokens WHERE until_us < ?1"};
constexpr store::Sql kInsert{"keep a registration token",
                             "INSERT INTO oauth_registration_tokens(token_hash, until_us) "
                             "VALUES(?1, ?2)"};
constexpr store::Sql kSelect{"find a registration token",
                             "SELECT 1 FROM oauth_registration_tokens "
                             "WHERE token_hash = ?1 AND until_us >= ?2"};

std::string hashOf(std::string_view token) {
    return std::string(crypto::bytesOf(crypto::sha256(token)));
}

base::Result<base::Done> insert(store::Connection& connection,
                                const std::string& hash,
                                base::WallTime now,
                                base::WallTime until) {
    auto old = connection.prepare(kForget);
    if (!old) return old.error();
    auto forgotten = old.value().bind(1, base::microsecondsSinceEpoch(now)).run();
    if (!forgotten) return forgotten;
    auto statement = connection.prepare(kInsert);
    if (!statement) return statement.error();
    return statement.value().bindBlob(1, hash).bind(2, base::microsecondsSinceEpoch(until)).run();
}

}  // namespace

store::Migrations RegistrationTokens::migrations() {
    return {"oauth.registration", {{1, R"(
        CREATE TABLE oauth_registration_tokens(
            token_hash BLOB PRIMARY KEY,
            until_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;)"}}};
}

base::Result<base::Secret> RegistrationTokens::issue(base::WallTime now,
                                                     base::WallTime until) const {
    auto token = makeToken();
    auto written = database_.writeAndWait([&](store::Connection& connection) {
        return insert(connection, hashOf(token.reveal()), now, until);
    });
    if (!written) return base::because("issue a registration token", written.error());
    return token;
}

base::Result<bool> RegistrationTokens::admit(std::string_view token, base::WallTime now) const {
    bool is_good = false;
    auto read = database_.read([&](store::Connection& connection) -> base::Result<base::Done> {
        auto statement = connection.prepare(kSelect);
        if (!statement) return statement.error();
        const auto row = statement.value()
                             .bindBlob(1, hashOf(token))
                             .bind(2, base::microsecondsSinceEpoch(now))
                             .step();
        if (!row) return row.error();
        is_good = row.value();
        return base::Done{};
    });
    if (!read) return read.error();
    return is_good;
}

}  // namespace toolhost::oauth
