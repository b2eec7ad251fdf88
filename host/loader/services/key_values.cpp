#include "loader/services/key_values.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.hpp"

namespace toolhost::loader {
namespace {

/// Above every byte of UTF-8: closes the range of a prefix.
constexpr char kAboveUtf8 = '\xff';
/// Below every byte: the key after a key.
constexpr char kBelowAll = '\0';

constexpr store::Sql kFind{
    "find a plugin's value",
    "SELECT key, form, value, version FROM loader_values WHERE plugin_id = ?1 AND key = ?2 AND "
    "(expires_us IS NULL OR expires_us > ?3)"};
constexpr store::Sql kList{
    "list a plugin's values",
    "SELECT key, form, value, version FROM loader_values WHERE plugin_id = ?1 AND key >= ?2 AND "
    "key < ?3 AND (expires_us IS NULL OR expires_us > ?4) ORDER BY key LIMIT ?5"};
constexpr store::Sql kSweep{
    "forget values that have expired",
    "DELETE FROM loader_values WHERE rowid IN (SELECT rowid FROM loader_values WHERE expires_us "
    "<= ?1 ORDER BY expires_us LIMIT 1000)"};
constexpr store::Sql kNextVersion{
    "count a plugin's changes",
    "INSERT INTO loader_value_totals(plugin_id, keys, bytes, version) VALUES(?1, 0, 0, 1) ON "
    "CONFLICT(plugin_id) DO UPDATE SET version = version + 1 RETURNING version, keys, bytes"};
constexpr store::Sql kTotals{
    "add up a plugin's values",
    "SELECT version, keys, bytes FROM loader_value_totals WHERE plugin_id = ?1"};
constexpr store::Sql kVersion{
    "look at a plugin's value",
    "SELECT version FROM loader_values WHERE plugin_id = ?1 AND key = ?2 AND (expires_us IS NULL "
    "OR expires_us > ?3)"};
constexpr store::Sql kPut{
    "keep a plugin's value",
    "INSERT INTO loader_values(plugin_id, key, form, value, version, expires_us, bytes) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(plugin_id, key) DO UPDATE SET form = ?3, "
    "value = ?4, version = ?5, expires_us = ?6, bytes = ?7"};
constexpr store::Sql kDelete{"forget a plugin's value",
                             "DELETE FROM loader_values WHERE plugin_id = ?1 AND key = ?2"};

using Outcome = std::variant<Changed, Refusal>;

StoredValue valueIn(const store::Statement& row) {
    return {.key = row.blob(0),
            .form = static_cast<ValueForm>(row.integer(1)),
            .value = row.blob(2),
            .version = row.integer(3)};
}

/// What a plugin has.
struct Totals {
    std::int64_t version = 0;
    std::uint64_t keys = 0;
    std::uint64_t bytes = 0;
};

base::Result<Totals> totalsBy(store::Connection& connection,
                              const store::Sql& sql,
                              const std::string& plugin_id) {
    auto statement = connection.prepare(sql);
    if (!statement) return statement.error();
    statement.value().bind(1, plugin_id);
    const auto row = statement.value().step();
    if (!row) return row.error();
    return Totals{statement.value().integer(0),
                  static_cast<std::uint64_t>(statement.value().integer(1)),
                  static_cast<std::uint64_t>(statement.value().integer(2))};
}

/// One change while it is made.
class Change {
public:
    Change(store::Connection& connection, const KeyValueOwner& owner, std::int64_t now_us)
        : connection_(connection), owner_(owner), now_us_(now_us) {}

    /// An error undoes it; refusal() says whether the plugin is to blame.
    base::Result<base::Done> make(const std::vector<KeyValueStep>& steps) {
        if (auto swept = sweep(); !swept) return swept;
        const auto totals = totalsBy(connection_, kNextVersion, owner_.plugin_id);
        if (!totals) return totals.error();
        changed_.version = totals.value().version;
        for (const auto& step : steps) {
            if (auto taken = take(step); !taken) return taken;
        }
        return checkQuota();
    }

    [[nodiscard]] const Changed& changed() const { return changed_; }
    [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }

private:
    base::Result<base::Done> sweep() {
        auto statement = connection_.prepare(kSweep);
        if (!statement) return statement.error();
        return statement.value().bind(1, now_us_).run();
    }

    base::Result<base::Done> take(const KeyValueStep& step) {
        if (auto same = checkVersion(step); !same) return same;
        if (step.kind == KeyValueStep::Kind::Put) return put(step);
        if (step.kind == KeyValueStep::Kind::Delete) return remove(step);
        return base::Done{};
    }

    base::Result<base::Done> checkVersion(const KeyValueStep& step) {
        if (!step.version) return base::Done{};
        auto statement = connection_.prepare(kVersion);
        if (!statement) return statement.error();
        statement.value().bind(1, owner_.plugin_id).bindBlob(2, step.key).bind(3, now_us_);
        const auto row = statement.value().step();
        if (!row) return row.error();
        const std::int64_t version = row.value() ? statement.value().integer(0) : 0;
        if (version == *step.version) return base::Done{};
        return refuse(
            {TOOLHOST_E_STATE,
             "conflict",
             base::quoted(step.key) +
                 (version == 0 ? " is not there" : " has version " + std::to_string(version)) +
                 "; read it again and decide anew"});
    }

    base::Result<base::Done> put(const KeyValueStep& step) {
        auto statement = connection_.prepare(kPut);
        if (!statement) return statement.error();
        statement.value()
            .bind(1, owner_.plugin_id)
            .bindBlob(2, step.key)
            .bind(3, static_cast<std::int64_t>(step.form))
            .bindBlob(4, step.value)
            .bind(5, changed_.version)
            .bind(7, static_cast<std::int64_t>(step.key.size() + step.value.size()));
        if (step.expires_us) {
            statement.value().bind(6, *step.expires_us);
        } else {
            statement.value().bindNull(6);
        }
        return statement.value().run();
    }

    base::Result<base::Done> remove(const KeyValueStep& step) {
        auto statement = connection_.prepare(kDelete);
        if (!statement) return statement.error();
        auto removed = statement.value().bind(1, owner_.plugin_id).bindBlob(2, step.key).run();
        if (removed) changed_.deleted += connection_.changes();
        return removed;
    }

    base::Result<base::Done> checkQuota() {
        const auto totals = totalsBy(connection_, kTotals, owner_.plugin_id);
        if (!totals) return totals.error();
        if (totals.value().keys > owner_.keys_max) {
            return refuse({TOOLHOST_E_LIMIT,
                           "quota",
                           "the plugin keeps " + std::to_string(owner_.keys_max) +
                               " keys already; delete some, or have store.keys_max raised"});
        }
        if (totals.value().bytes > owner_.bytes_max) {
            return refuse({TOOLHOST_E_LIMIT,
                           "quota",
                           "the plugin may keep " + std::to_string(owner_.bytes_max) +
                               " bytes; delete some, or have store.bytes_max raised"});
        }
        return base::Done{};
    }

    base::Error refuse(Refusal refusal) {
        refusal_ = std::move(refusal);
        return {refusal_->message};
    }

    store::Connection& connection_;
    const KeyValueOwner& owner_;
    const std::int64_t now_us_;
    Changed changed_;
    std::optional<Refusal> refusal_;
};

}  // namespace

store::Migrations KeyValues::migrations() {
    return {"loader_values", {{1, R"(
        CREATE TABLE loader_values(
            plugin_id TEXT NOT NULL,
            key BLOB NOT NULL,
            form INTEGER NOT NULL,
            value BLOB NOT NULL,
            version INTEGER NOT NULL,
            expires_us INTEGER,
            bytes INTEGER NOT NULL,
            PRIMARY KEY(plugin_id, key)) STRICT;
        CREATE INDEX loader_values_by_expiry ON loader_values(expires_us) WHERE expires_us IS NOT NULL;
        CREATE TABLE loader_value_totals(
            plugin_id TEXT PRIMARY KEY,
            keys INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            version INTEGER NOT NULL) STRICT;
        CREATE TRIGGER loader_value_added AFTER INSERT ON loader_values BEGIN
            UPDATE loader_value_totals SET keys = keys + 1, bytes = bytes + NEW.bytes
                WHERE plugin_id = NEW.plugin_id;
        END;
        CREATE TRIGGER loader_value_changed AFTER UPDATE OF bytes ON loader_values BEGIN
            UPDATE loader_value_totals SET bytes = bytes + NEW.bytes - OLD.bytes
                WHERE plugin_id = NEW.plugin_id;
        END;
        CREATE TRIGGER loader_value_removed AFTER DELETE ON loader_values BEGIN
            UPDATE loader_value_totals SET keys = keys - 1, bytes = bytes - OLD.bytes
                WHERE plugin_id = OLD.plugin_id;
        END;)"}}};
}

base::Result<std::optional<StoredValue>> KeyValues::find(const std::string& plugin_id,
                                                         const std::string& key) const {
    std::optional<StoredValue> found;
    const auto now_us = base::microsecondsSinceEpoch(clock_.wall());
    auto read = database_.read([&](store::Connection& connection) -> base::Result<base::Done> {
        auto statement = connection.prepare(kFind);
        if (!statement) return statement.error();
        statement.value().bind(1, plugin_id).bindBlob(2, key).bind(3, now_us);
        const auto row = statement.value().step();
        if (!row) return row.error();
        if (row.value()) found = valueIn(statement.value());
        return base::Done{};
    });
    if (!read) return read.error();
    return found;
}

base::Result<KeyValuePage> KeyValues::list(const std::string& plugin_id,
                                           const KeyValueRange& range) const {
    KeyValuePage page;
    const auto now_us = base::microsecondsSinceEpoch(clock_.wall());
    auto read = database_.read([&](store::Connection& connection) -> base::Result<base::Done> {
        auto statement = connection.prepare(kList);
        if (!statement) return statement.error();
        statement.value()
            .bind(1, plugin_id)
            .bindBlob(2,
                      range.after ? std::max(*range.after + kBelowAll, range.prefix) : range.prefix)
            .bindBlob(3, range.prefix + kAboveUtf8)
            .bind(4, now_us)
            .bind(5, range.limit + 1);
        std::size_t bytes = 0;
        for (;;) {
            const auto row = statement.value().step();
            if (!row) return row.error();
            if (!row.value()) return base::Done{};
            auto value = valueIn(statement.value());
            bytes += value.key.size() + value.value.size();
            const auto count = static_cast<std::int64_t>(page.values.size());
            page.has_more = count == range.limit || (count > 0 && bytes > range.bytes_max);
            if (page.has_more) return base::Done{};
            page.values.push_back(std::move(value));
        }
    });
    if (!read) return read.error();
    return page;
}

void KeyValues::change(const KeyValueOwner& owner,
                       std::vector<KeyValueStep> steps,
                       std::function<void(Outcome)> done) {
    const auto outcome = std::make_shared<Outcome>();
    const auto now_us = base::microsecondsSinceEpoch(clock_.wall());
    database_.write(
        [=, steps = std::move(steps)](store::Connection& connection) {
            Change change(connection, owner, now_us);
            auto made = change.make(steps);
            *outcome = change.changed();
            if (change.refusal()) *outcome = *change.refusal();
            return made;
        },
        [outcome, done = std::move(done)](const base::Result<base::Done>& durable) {
            const bool is_refused = std::holds_alternative<Refusal>(*outcome);
            if (durable.ok() || is_refused) return done(std::move(*outcome));
            done(Refusal{TOOLHOST_E_FAILED, "unavailable", durable.error().what});
        });
}

}  // namespace toolhost::loader
