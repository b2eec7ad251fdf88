#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/database.hpp"
#include "simulator/schema.hpp"

namespace toolhost::sim {

/// Values by column; an empty value and an absent one are the same.
using Values = std::map<std::string, std::string, std::less<>>;

/// One row, as the table it was read through or is to be written to shows it.
struct Record {
    const Table* table = nullptr;  ///< of the Schema, which outlives every record
    Values values;

    /// "" when empty or unknown.
    [[nodiscard]] const std::string& get(std::string_view element) const;
    void set(std::string_view element, std::string_view value);
    [[nodiscard]] const std::string& sysId() const { return get("sys_id"); }
};

/// Reads and writes rows. All tables of one hierarchy share one SQLite table, named for the root,
/// in which sys_class_name tells a row's class.
class Records {
public:
    /// Both outlive the object; used by the thread that holds the session.
    Records(Session& session, const Schema& schema) : session_(session), schema_(schema) {}

    /// Makes the SQLite tables that are missing.
    void createTables();
    /// Makes the indices that are missing; quickest after the tables have been filled.
    void createIndices();

    [[nodiscard]] std::optional<Record> find(const Table& table, std::string_view sys_id);
    /// The first record, by sys_id, whose `element` equals `value` regardless of case.
    [[nodiscard]] std::optional<Record> findBy(const Table& table,
                                               std::string_view element,
                                               std::string_view value);
    /// The records of the rows whose numbers the statement gives, in its order.
    [[nodiscard]] std::vector<Record> numbered(const Table& table, Statement& numbers);
    void insert(const Record& record);
    /// Stores `changes` over the row of that id.
    void update(const Table& table, std::string_view sys_id, const Values& changes);
    void remove(const Table& table, std::string_view sys_id);

    /// The stored columns of a table as they stand in the SQL of readRow(): `alias`."a", ...
    [[nodiscard]] std::string selectList(const Table& table, std::string_view alias) const;
    /// The row a statement stands on, whose columns are selectList(table).
    [[nodiscard]] Record readRow(const Statement& statement, const Table& table) const;

    [[nodiscard]] Session& session() { return session_; }
    [[nodiscard]] const Schema& schema() const { return schema_; }

private:
    void createTable(const Table& root);
    [[nodiscard]] std::set<std::string> searchedColumns(const Table& root) const;
    void createIndices(const Table& root);
    void createIndex(const Table& root, const std::vector<std::string>& elements);
    [[nodiscard]] std::map<std::string, const Column*> storedColumns(const Table& root) const;

    const std::string& insertSql(const Table& table);

    Session& session_;
    const Schema& schema_;
    std::map<const Table*, std::string> insert_sql_;
};

/// SQL that is true for the rows of `table` in its hierarchy's SQLite table, or "" when all are.
std::string classCondition(const Table& table, std::string_view alias);

/// Journals live in sys_journal_field; everything else is a column of the row.
bool isStored(const Column& column);

}  // namespace toolhost::sim
