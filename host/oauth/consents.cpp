#include "oauth/consents.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "identity/redirect_uris.hpp"

namespace toolhost::oauth {
namespace {

constexpr store::Sql kInsert{"remember a consent",
                             "INSERT OR REPLACE INTO oauth_consents(user, client_id, redirect, "
                             "scopes, client_digest, granted_us) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"};
constexpr store::Sql kSelect{"look for a consent",
                             "SELECT 1 FROM oauth_consents WHERE user = ?1 AND client_id = ?2 AND "
                             "redirect = ?3 AND scopes = ?4 AND client_digest = ?5 AND "
                             "granted_us >= ?6"};

/// What the user saw of the client when asked; a client that changes it is another to them.
crypto::Digest digestOf(const identity::Client& client) {
    return crypto::sha256(client.name + '\n' + base::join(client.redirect_uris, " "));
}

std::string sorted(std::vector<std::string> scopes) {
    std::sort(scopes.begin(), scopes.end());
    return base::join(scopes, " ");
}

store::Statement& bindKey(store::Statement& statement,
                          const std::string& user,
                          const identity::Client& client,
                          const AuthorizationRequest& request) {
    return statement.bind(1, user)
        .bind(2, client.id)
        .bind(3, identity::originOfRedirect(request.redirect_uri))
        .bind(4, sorted(request.scopes))
        .bindBlob(5, crypto::bytesOf(digestOf(client)));
}

}  // namespace

store::Migrations Consents::migrations() {
    return {"oauth.consents", {{1, R"(
        CREATE TABLE oauth_consents(
            user TEXT NOT NULL,
            client_id TEXT NOT NULL,
            redirect TEXT NOT NULL,
            scopes TEXT NOT NULL,
            client_digest BLOB NOT NULL,
            granted_us INTEGER NOT NULL,
            PRIMARY KEY(user, client_id, redirect, scopes)) STRICT, WITHOUT ROWID;)"}}};
}

bool Consents::cover(const identity::User& user,
                     const identity::Client& client,
                     const AuthorizationRequest& request) const {
    bool is_there = false;
    const auto read =
        database_.read([&](store::Connection& connection) -> base::Result<base::Done> {
            auto statement = connection.prepare(kSelect);
            if (!statement) return statement.error();
            const auto row = bindKey(statement.value(), user.name, client, request)
                                 .bind(6, base::microsecondsSinceEpoch(user.created))
                                 .step();
            if (!row) return row.error();
            is_there = row.value();
            return base::Done{};
        });
    return read.ok() && is_there;
}

base::Result<base::Done> Consents::remember(const std::string& user,
                                            const identity::Client& client,
                                            const AuthorizationRequest& request,
                                            base::WallTime now) const {
    return database_.writeAndWait([&](store::Connection& connection) -> base::Result<base::Done> {
        auto statement = connection.prepare(kInsert);
        if (!statement) return statement.error();
        return bindKey(statement.value(), user, client, request)
            .bind(6, base::microsecondsSinceEpoch(now))
            .run();
    });
}

}  // namespace toolhost::oauth
