#include "loader/provenance/plugin_register.hpp"

#include <functional>
#include <utility>

#include "base/text.hpp"
#include "loader/provenance/semantic_version.hpp"

namespace toolhost::loader {
namespace {

constexpr store::Sql kFind{
    "find a plugin", "SELECT floor, pins, pins_seen FROM loader_plugins WHERE plugin_id = ?1"};
constexpr store::Sql kPut{
    "remember a plugin",
    "INSERT INTO loader_plugins(plugin_id, floor, pins, pins_seen) VALUES(?1, ?2, ?3, ?4) "
    "ON CONFLICT(plugin_id) DO UPDATE SET floor = ?2, pins = ?3, pins_seen = ?4"};
constexpr store::Sql kPutContent{
    "remember a plugin's content",
    "INSERT INTO loader_contents(plugin_id, sha256, version, served_us) VALUES(?1, ?2, ?3, ?4) "
    "ON CONFLICT(plugin_id, sha256) DO UPDATE SET version = ?3, served_us = ?4"};
constexpr store::Sql kForgetOld{
    "forget a plugin's oldest contents",
    "DELETE FROM loader_contents WHERE plugin_id = ?1 AND sha256 NOT IN (SELECT sha256 FROM "
    "loader_contents WHERE plugin_id = ?1 ORDER BY served_us DESC, rowid DESC LIMIT ?2)"};
constexpr store::Sql kContents{"read a plugin's contents",
                               "SELECT sha256, version FROM loader_contents WHERE plugin_id = ?1 "
                               "ORDER BY served_us DESC, rowid DESC"};
constexpr store::Sql kHold{
    "set a content aside",
    "INSERT INTO loader_holds(file, aside_sha256, serves_sha256) VALUES(?1, ?2, ?3) "
    "ON CONFLICT(file) DO UPDATE SET aside_sha256 = ?2, serves_sha256 = ?3"};
constexpr store::Sql kFindHold{
    "find what is set aside of a file",
    "SELECT aside_sha256, serves_sha256 FROM loader_holds WHERE file = ?1"};
constexpr store::Sql kRelease{"let a file's content serve again",
                              "DELETE FROM loader_holds WHERE file = ?1"};
constexpr store::Sql kAllContents{"read the contents of all plugins",
                                  "SELECT sha256 FROM loader_contents UNION "
                                  "SELECT serves_sha256 FROM loader_holds"};

base::Result<std::optional<PluginRecord>> findIn(store::Connection& connection,
                                                 const std::string& id) {
    auto statement = connection.prepare(kFind);
    if (!statement) return statement.error();
    statement.value().bind(1, id);
    const auto row = statement.value().step();
    if (!row) return row.error();
    if (!row.value()) return std::optional<PluginRecord>();
    return std::optional(PluginRecord{
        id, statement.value().text(0), statement.value().text(1), statement.value().text(2)});
}

base::Result<base::Done> putIn(store::Connection& connection, const PluginRecord& record) {
    auto statement = connection.prepare(kPut);
    if (!statement) return statement.error();
    return statement.value()
        .bind(1, record.id)
        .bind(2, record.floor)
        .bind(3, record.pins)
        .bind(4, record.pins_seen)
        .run();
}

base::Result<base::Done> putContent(store::Connection& connection,
                                    const std::string& id,
                                    const ServedContent& content,
                                    base::WallTime now) {
    auto statement = connection.prepare(kPutContent);
    if (!statement) return statement.error();
    return statement.value()
        .bind(1, id)
        .bind(2, content.sha256)
        .bind(3, content.version)
        .bind(4, base::microsecondsSinceEpoch(now))
        .run();
}

base::Result<base::Done> forgetOld(store::Connection& connection,
                                   const std::string& id,
                                   std::size_t copies_max) {
    auto statement = connection.prepare(kForgetOld);
    if (!statement) return statement.error();
    return statement.value().bind(1, id).bind(2, static_cast<std::int64_t>(copies_max)).run();
}

/// The record after this version served with tools that say so.
PluginRecord afterServing(std::optional<PluginRecord> before,
                          const std::string& id,
                          const std::string& version,
                          const std::string& pins) {
    if (!before) return {id, version, pins, {}};
    const auto floor = SemanticVersion::parse(before->floor);
    const auto served = SemanticVersion::parse(version);
    if (!floor || (served && *served > *floor)) before->floor = version;
    before->pins_seen = before->pins == pins ? std::string() : pins;
    return std::move(*before);
}

base::Error neverServed(const std::string& id) {
    return {"no plugin " + base::quoted(id) +
            " ever served here; toolhost plugin list shows what there is"};
}

/// Changes the record of a plugin that there must be.
base::Result<base::Done> changeIn(
    store::Connection& connection,
    const std::string& id,
    const std::function<base::Result<base::Done>(PluginRecord&)>& change) {
    auto found = findIn(connection, id);
    if (!found) return found.error();
    if (!found.value()) return neverServed(id);
    PluginRecord& record = *found.value();
    if (auto done = change(record); !done) return done;
    return putIn(connection, record);
}

}  // namespace

store::Migrations PluginRegister::migrations() {
    return {"loader",
            {{1, R"(
        CREATE TABLE loader_plugins(
            plugin_id TEXT PRIMARY KEY,
            floor TEXT NOT NULL,
            pins TEXT NOT NULL,
            pins_seen TEXT NOT NULL) STRICT;
        CREATE TABLE loader_contents(
            plugin_id TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            version TEXT NOT NULL,
            served_us INTEGER NOT NULL,
            PRIMARY KEY(plugin_id, sha256)) STRICT;)"},
             {2, R"(
        CREATE TABLE loader_holds(
            file TEXT PRIMARY KEY,
            aside_sha256 TEXT NOT NULL,
            serves_sha256 TEXT NOT NULL) STRICT;)"}}};
}

base::Result<std::optional<PluginRecord>> PluginRegister::find(const std::string& id) const {
    std::optional<PluginRecord> found;
    const auto read =
        database_.read([&](store::Connection& connection) -> base::Result<base::Done> {
            auto record = findIn(connection, id);
            if (!record) return record.error();
            found = std::move(record).value();
            return base::Done{};
        });
    if (!read) return read.error();
    return found;
}

base::Result<base::Done> PluginRegister::recordServed(const std::string& id,
                                                      const ServedContent& content,
                                                      const std::string& pins,
                                                      std::size_t copies_max,
                                                      base::WallTime now) {
    return database_.writeAndWait([=](store::Connection& connection) -> base::Result<base::Done> {
        auto before = findIn(connection, id);
        if (!before) return before.error();
        const auto after = afterServing(std::move(before).value(), id, content.version, pins);
        if (auto done = putIn(connection, after); !done) return done;
        if (auto done = putContent(connection, id, content, now); !done) return done;
        return forgetOld(connection, id, copies_max);
    });
}

base::Result<base::Done> PluginRegister::recordSeen(const std::string& id,
                                                    const std::string& pins) {
    return database_.writeAndWait([=](store::Connection& connection) {
        return changeIn(connection, id, [&pins](PluginRecord& record) -> base::Result<base::Done> {
            record.pins_seen = pins;
            return base::Done{};
        });
    });
}

base::Result<base::Done> PluginRegister::approve(const std::string& id) {
    return database_.writeAndWait([=](store::Connection& connection) {
        return changeIn(connection, id, [&id](PluginRecord& record) -> base::Result<base::Done> {
            if (record.pins_seen.empty()) {
                return base::Error{"nothing about plugin " + base::quoted(id) + " awaits approval"};
            }
            record.pins = std::exchange(record.pins_seen, {});
            return base::Done{};
        });
    });
}

base::Result<base::Done> PluginRegister::setFloor(const std::string& id,
                                                  const std::string& version) {
    if (!SemanticVersion::parse(version)) {
        return base::Error{base::quoted(version) + " is not a semantic version such as 1.0.0"};
    }
    return database_.writeAndWait([=](store::Connection& connection) {
        return changeIn(
            connection, id, [&version](PluginRecord& record) -> base::Result<base::Done> {
                record.floor = version;
                return base::Done{};
            });
    });
}

base::Result<base::Done> PluginRegister::rollBack(const std::string& id,
                                                  const std::string& file,
                                                  const Hold& hold,
                                                  const std::string& version) {
    return database_.writeAndWait([=](store::Connection& connection) -> base::Result<base::Done> {
        auto lowered =
            changeIn(connection, id, [&version](PluginRecord& record) -> base::Result<base::Done> {
                record.floor = version;
                return base::Done{};
            });
        if (!lowered.ok()) return lowered;
        auto statement = connection.prepare(kHold);
        if (!statement) return statement.error();
        return statement.value()
            .bind(1, file)
            .bind(2, hold.aside_sha256)
            .bind(3, hold.serves_sha256)
            .run();
    });
}

base::Result<std::optional<Hold>> PluginRegister::findHold(const std::string& file) const {
    std::optional<Hold> found;
    const auto read =
        database_.read([&](store::Connection& connection) -> base::Result<base::Done> {
            auto statement = connection.prepare(kFindHold);
            if (!statement) return statement.error();
            statement.value().bind(1, file);
            const auto row = statement.value().step();
            if (!row) return row.error();
            if (row.value()) found = Hold{statement.value().text(0), statement.value().text(1)};
            return base::Done{};
        });
    if (!read) return read.error();
    return found;
}

base::Result<base::Done> PluginRegister::release(const std::string& file) {
    return database_.writeAndWait(
        [file](store::Connection& connection) -> base::Result<base::Done> {
            auto statement = connection.prepare(kRelease);
            if (!statement) return statement.error();
            return statement.value().bind(1, file).run();
        });
}

base::Result<std::vector<ServedContent>> PluginRegister::contents(const std::string& id) const {
    std::vector<ServedContent> found;
    const auto read =
        database_.read([&](store::Connection& connection) -> base::Result<base::Done> {
            auto statement = connection.prepare(kContents);
            if (!statement) return statement.error();
            statement.value().bind(1, id);
            for (;;) {
                const auto row = statement.value().step();
                if (!row) return row.error();
                if (!row.value()) return base::Done{};
                found.push_back({statement.value().text(0), statement.value().text(1)});
            }
        });
    if (!read) return read.error();
    return found;
}

base::Result<std::set<std::string>> PluginRegister::allContents() const {
    std::set<std::string> found;
    const auto read =
        database_.read([&](store::Connection& connection) -> base::Result<base::Done> {
            auto statement = connection.prepare(kAllContents);
            if (!statement) return statement.error();
            for (;;) {
                const auto row = statement.value().step();
                if (!row) return row.error();
                if (!row.value()) return base::Done{};
                found.insert(statement.value().text(0));
            }
        });
    if (!read) return read.error();
    return found;
}

}  // namespace toolhost::loader
