#include "simulator/class_counts.hpp"

#include <string>

namespace toolhost::sim {

namespace {

void addTrigger(Session& session, const Table& root, const char* event, const char* row) {
    const std::string added = std::string(event) == "INSERT" ? "n + 1" : "n - 1";
    session.execute("CREATE TRIGGER IF NOT EXISTS " +
                    identifier("sim_count." + root.name + "." + event) + " AFTER " + event +
                    " ON " + identifier(root.name) + " BEGIN UPDATE sim_class_count SET n = " +
                    added + " WHERE class = " + row + ".\"sys_class_name\"; END");
}

void keepCounts(Session& session, const Table& root) {
    for (const auto& name : root.descendants) {
        session
            .prepare("INSERT INTO sim_class_count VALUES (?1, (SELECT count(*) FROM " +
                     identifier(root.name) + " WHERE \"sys_class_name\" = ?1))")
            .bind(name)
            .run();
    }
    addTrigger(session, root, "INSERT", "NEW");
    addTrigger(session, root, "DELETE", "OLD");
}

}  // namespace

void keepClassCounts(Records& records) {
    auto& session = records.session();
    session.execute("CREATE TABLE sim_class_count (class TEXT PRIMARY KEY, n INTEGER NOT NULL)");
    for (const auto& [name, table] : records.schema().tables()) {
        if (table.root() == name && !table.isAlone()) keepCounts(session, table);
    }
}

long long countClass(Session& session, const Table& table) {
    long long total = 0;
    for (const auto& name : table.descendants) {
        auto statement = session.prepare("SELECT n FROM sim_class_count WHERE class = ?");
        if (statement.bind(name).step()) total += statement.integer(0);
    }
    return total;
}

}  // namespace toolhost::sim
