#include "simulator/first_start.hpp"

#include <stdexcept>
#include <string>

#include "simulator/attachments.hpp"
#include "simulator/auth/client_registry.hpp"
#include "simulator/dictionary.hpp"
#include "simulator/numbers.hpp"
#include "simulator/properties.hpp"
#include "simulator/records.hpp"
#include "simulator/seed/seed.hpp"
#include "simulator/sys_id.hpp"
#include "simulator/tallies.hpp"

namespace toolhost::sim {

namespace {

/// Changes with what this program adds to the tables of a schema.
constexpr const char* kLayout = "tallies";

/// The digest of the schema the database was filled for; "" when it is new.
std::string filledFor(Session& session) {
    session.execute("CREATE TABLE IF NOT EXISTS sim_filled (schema_digest TEXT NOT NULL)");
    auto statement = session.prepare("SELECT schema_digest FROM sim_filled");
    return statement.step() ? std::string(statement.text(0)) : std::string();
}

void fill(Session& session, const Schema& schema, const InstanceSettings& settings) {
    Records records(session, schema);
    records.createTables();
    createCounters(session);
    createAttachments(session);
    describeSchema(records);
    seedRecords(records, {settings.seed, settings.incidents});
    records.createIndices();
    keepTallies(records);
}

void addApiKey(Session& session,
               const Schema& schema,
               const std::string& key,
               const std::string& user_name) {
    Records records(session, schema);
    const auto user = records.findBy(schema.table("sys_user"), "user_name", user_name);
    if (!user) {
        throw std::runtime_error("add an API key: there is no user " + user_name);
    }
    const auto& table = schema.table("api_key");
    const auto id = sysIdOf("api_key", key);
    records.remove(table, id);
    records.insert({&table,
                    {{"sys_id", id},
                     {"name", user_name},
                     {"token", key},
                     {"user", user->sysId()},
                     {"active", "true"},
                     {"sys_mod_count", "0"}}});
}

}  // namespace

void prepareDatabase(Session& session, const Schema& schema, const InstanceSettings& settings) {
    Transaction transaction(session);
    const auto digest = sha256Hex(kLayout + settings.schema_json);
    const auto filled_for = filledFor(session);
    if (!filled_for.empty() && filled_for != digest) {
        throw std::runtime_error(
            "open the database " + settings.database +
            ": it was made for another schema or by another release; delete it, or start with the "
            "--schema it was made for");
    }
    if (filled_for.empty()) {
        fill(session, schema, settings);
        session.prepare("INSERT INTO sim_filled VALUES (?)").bind(digest).run();
    }
    Properties properties(session);
    for (const auto& [name, value] : settings.properties) {
        properties.set(name, value);
    }
    Records records(session, schema);
    registerClients(settings.clients, records);
    for (const auto& [key, user] : settings.api_keys) {
        addApiKey(session, schema, key, user);
    }
    transaction.commit();
}

}  // namespace toolhost::sim
