#include "simulator/records.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "simulator/column_type.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

std::string selectFrom(const Table& table) {
    return " FROM " + identifier(table.root()) + " AS t";
}

/// What a table names together stands within its class, and holds the id, by which rows are
/// ordered: so a list of a common filter is found, counted and ordered in the index alone.
std::vector<std::string> completed(std::vector<std::string> elements, const Table& root) {
    if (!root.isAlone()) elements.insert(elements.begin(), "sys_class_name");
    if (std::find(elements.begin(), elements.end(), "sys_id") == elements.end()) {
        elements.emplace_back("sys_id");
    }
    return elements;
}

}  // namespace

const std::string& Record::get(std::string_view element) const {
    static const std::string kEmpty;
    const auto found = values.find(element);
    return found == values.end() ? kEmpty : found->second;
}

void Record::set(std::string_view element, std::string_view value) {
    values.insert_or_assign(std::string(element), std::string(value));
}

bool isStored(const Column& column) {
    return column.kind != Kind::Journal;
}

std::string classCondition(const Table& table, std::string_view alias) {
    if (table.chain.size() == 1) return {};
    const auto column = std::string(alias) + ".\"sys_class_name\"";
    if (table.descendants.size() == 1) return column + " = '" + table.name + "'";
    std::string sql = column + " IN (";
    for (const auto& name : table.descendants) {
        if (&name != &table.descendants.front()) sql += ", ";
        sql += "'" + name + "'";
    }
    return sql + ")";
}

void Records::createTables() {
    for (const auto& [name, table] : schema_.tables()) {
        if (table.root() == name) createTable(table);
    }
}

void Records::createIndices() {
    for (const auto& [name, table] : schema_.tables()) {
        if (table.root() == name) createIndices(table);
    }
    // What the planner needs to know about the values; a sample is enough.
    session_.execute("PRAGMA analysis_limit = 1000");
    session_.execute("ANALYZE");
}

std::map<std::string, const Column*> Records::storedColumns(const Table& root) const {
    std::map<std::string, const Column*> columns;
    for (const auto& name : root.descendants) {
        for (const auto& column : schema_.table(name).columns) {
            if (isStored(column)) columns.emplace(column.element, &column);
        }
    }
    return columns;
}

/// The columns that stand in an index of several, and which rows are told apart by.
std::set<std::string> Records::searchedColumns(const Table& root) const {
    std::set<std::string> searched{"sys_id", "sys_class_name"};
    for (const auto& name : root.descendants) {
        for (const auto& elements : schema_.table(name).indices) {
            searched.insert(elements.begin(), elements.end());
        }
    }
    return searched;
}

/// What is searched stands first: SQLite reads a row from its beginning to the column it needs.
void Records::createTable(const Table& root) {
    const auto searched = searchedColumns(root);
    std::string first;
    std::string others;
    for (const auto& [element, column] : storedColumns(root)) {
        auto& part = searched.contains(element) ? first : others;
        part += (part.empty() ? "" : ", ") + identifier(element) + " " + sqlType(*column);
    }
    if (!others.empty()) first += ", " + others;
    session_.execute("CREATE TABLE IF NOT EXISTS " + identifier(root.name) + " (" + first + ")");
}

void Records::createIndex(const Table& root, const std::vector<std::string>& elements) {
    std::string columns;
    for (const auto& element : elements) {
        columns += (columns.empty() ? "" : ", ") + identifier(element);
    }
    session_.execute("CREATE INDEX IF NOT EXISTS " +
                     identifier(root.name + "." + join(elements, "+")) + " ON " +
                     identifier(root.name) + " (" + columns + ")");
}

void Records::createIndices(const Table& root) {
    std::set<std::string> leading;
    if (!root.isAlone()) createIndex(root, {"sys_class_name", "sys_id"});
    for (const auto& name : root.descendants) {
        for (const auto& elements : schema_.table(name).indices) {
            leading.insert(elements.front());
            createIndex(root, completed(elements, root));
        }
    }
    for (const auto& [element, column] : storedColumns(root)) {
        const bool wanted = column->indexed || element == "sys_updated_on";
        if (wanted && !leading.contains(element)) createIndex(root, {element});
    }
}

std::string Records::selectList(const Table& table, std::string_view alias) const {
    std::string sql;
    for (const auto& [element, column] : table.effective) {
        if (!isStored(*column)) continue;
        if (!sql.empty()) sql += ", ";
        sql += std::string(alias) + "." + identifier(element);
    }
    return sql;
}

Record Records::readRow(const Statement& statement, const Table& table) const {
    Record record{&table, {}};
    int index = 0;
    for (const auto& [element, column] : table.effective) {
        if (!isStored(*column)) continue;
        const auto text = statement.text(index++);
        if (!text.empty()) record.values.emplace_hint(record.values.end(), element, text);
    }
    return record;
}

std::optional<Record> Records::find(const Table& table, std::string_view sys_id) {
    return findBy(table, "sys_id", sys_id);
}

std::optional<Record> Records::findBy(const Table& table,
                                      std::string_view element,
                                      std::string_view value) {
    std::string sql = "SELECT " + selectList(table, "t") + selectFrom(table) + " WHERE t." +
                      identifier(element) + " = ?";
    const auto classes = classCondition(table, "t");
    if (!classes.empty()) sql += " AND " + classes;
    auto statement = session_.prepare(sql + " ORDER BY t.\"sys_id\" LIMIT 1");
    statement.bind(value);
    if (!statement.step()) return std::nullopt;
    return readRow(statement, table);
}

std::vector<Record> Records::numbered(const Table& table, Statement& numbers) {
    auto row = session_.prepare("SELECT " + selectList(table, "t") + selectFrom(table) +
                                " WHERE t.rowid = ?");
    std::vector<Record> found;
    while (numbers.step()) {
        row.rewind().bind(std::to_string(numbers.integer(0))).step();
        found.push_back(readRow(row, table));
    }
    return found;
}

/// Every stored column of the table, whatever a record fills: one statement serves all records.
const std::string& Records::insertSql(const Table& table) {
    auto& sql = insert_sql_[&table];
    if (!sql.empty()) return sql;
    std::string columns;
    std::string marks;
    for (const auto& [element, column] : table.effective) {
        if (!isStored(*column)) continue;
        columns += (columns.empty() ? "" : ", ") + identifier(element);
        marks += marks.empty() ? "?" : ", ?";
    }
    sql = "INSERT INTO " + identifier(table.root()) + " (" + columns + ") VALUES (" + marks + ")";
    return sql;
}

void Records::insert(const Record& record) {
    auto statement = session_.prepare(insertSql(*record.table));
    auto given = record.values.begin();  // in the order of the columns, as both are sorted
    for (const auto& [element, column] : record.table->effective) {
        if (!isStored(*column)) continue;
        while (given != record.values.end() && given->first < element) {
            ++given;
        }
        const bool filled = given != record.values.end() && given->first == element;
        statement.bind(filled ? std::string_view(given->second) : std::string_view());
    }
    statement.run();
}

void Records::update(const Table& table, std::string_view sys_id, const Values& changes) {
    if (changes.empty()) return;
    std::string assignments;
    for (const auto& [element, value] : changes) {
        assignments += (assignments.empty() ? "" : ", ") + identifier(element) + " = ?";
    }
    auto statement = session_.prepare("UPDATE " + identifier(table.root()) + " SET " + assignments +
                                      " WHERE \"sys_id\" = ?");
    for (const auto& [element, value] : changes) {
        statement.bind(value);
    }
    statement.bind(sys_id).run();
}

void Records::remove(const Table& table, std::string_view sys_id) {
    session_.prepare("DELETE FROM " + identifier(table.root()) + " WHERE \"sys_id\" = ?")
        .bind(sys_id)
        .run();
}

}  // namespace toolhost::sim
