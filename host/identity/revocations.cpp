#include "identity/revocations.hpp"

#include <algorithm>
#include <mutex>

namespace toolhost::identity {
namespace {

// Tokens are taken some seconds past their end, because clocks differ.
constexpr std::int64_t kLeewaySeconds = 120;
constexpr std::size_t kSweepAtLeast = 1024;

constexpr store::Sql kInsert{
    "revoke a token",
    "INSERT INTO identity_revocations(id, until_s) VALUES(?1, ?2) "
    "ON CONFLICT(id) DO UPDATE SET until_s = max(until_s, excluded.until_s)"};
constexpr store::Sql kForget{"forget the revocations of ended tokens",
                             "DELETE FROM identity_revocations WHERE until_s < ?1"};
constexpr store::Sql kSelect{"read the revoked tokens",
                             "SELECT id, until_s FROM identity_revocations WHERE until_s >= ?1"};

base::Result<base::Done> insert(store::Connection& connection,
                                const std::string& id,
                                std::int64_t until,
                                std::int64_t now) {
    auto outlived = connection.prepare(kForget);
    if (!outlived) return outlived.error();
    if (auto forgotten = outlived.value().bind(1, now).run(); !forgotten) return forgotten;
    auto statement = connection.prepare(kInsert);
    if (!statement) return statement.error();
    return statement.value().bind(1, id).bind(2, until).run();
}

}  // namespace

store::Migrations Revocations::migrations() {
    return {"identity.revocations", {{1, R"(
        CREATE TABLE identity_revocations(
            id TEXT PRIMARY KEY,
            until_s INTEGER NOT NULL) STRICT;
        CREATE INDEX identity_revocations_until ON identity_revocations(until_s);)"}}};
}

base::Result<std::unique_ptr<Revocations>> Revocations::open(store::Database& database,
                                                             base::WallTime now) {
    std::unique_ptr<Revocations> revocations(new Revocations(database));
    auto read = database.read([&](store::Connection& connection) {
        return revocations->load(connection, base::secondsSinceEpoch(now));
    });
    if (!read) return read.error();
    return revocations;
}

base::Result<base::Done> Revocations::load(store::Connection& connection, std::int64_t now) {
    auto statement = connection.prepare(kSelect);
    if (!statement) return statement.error();
    statement.value().bind(1, now);
    const std::unique_lock lock(mutex_);
    for (;;) {
        const auto row = statement.value().step();
        if (!row) return row.error();
        if (!row.value()) return base::Done{};
        until_.insert_or_assign(statement.value().text(0), statement.value().integer(1));
    }
}

base::Result<base::Done> Revocations::add(std::string_view id,
                                          base::WallTime until,
                                          base::WallTime now) {
    const auto end = base::secondsSinceEpoch(until) + kLeewaySeconds;
    remember(id, end, base::secondsSinceEpoch(now));
    return database_.writeAndWait([id = std::string(id), end, now](store::Connection& connection) {
        return insert(connection, id, end, base::secondsSinceEpoch(now));
    });
}

bool Revocations::contain(std::string_view id) const {
    const std::shared_lock lock(mutex_);
    return !until_.empty() && until_.contains(std::string(id));
}

void Revocations::remember(std::string_view id, std::int64_t until, std::int64_t now) {
    const std::unique_lock lock(mutex_);
    auto& known = until_[std::string(id)];
    known = std::max(known, until);
    if (until_.size() < sweep_at_) return;
    std::erase_if(until_, [now](const auto& each) { return each.second < now; });
    sweep_at_ = std::max(kSweepAtLeast, until_.size() * 2);
}

}  // namespace toolhost::identity
