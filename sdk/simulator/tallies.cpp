#include "simulator/tallies.hpp"

#include <algorithm>
#include <map>

#include "simulator/column_type.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

/// Names and SQLite types.
using Columns = std::map<std::string, std::string>;

/// Whether the column has few values, of its own.
bool hasFewValues(const Schema& schema, const Table& table, const std::string& element) {
    const auto* column = schema.findColumn(table.name, element);
    if (column == nullptr || column->kind == Kind::Reference) return false;
    return column->kind == Kind::Boolean || schema.findChoices(table, element) != nullptr;
}

/// The columns that a tally tells apart, and their types: the class, and those of few values that
/// queries name, for they stand in an index. None when the rows of the table are not tallied.
Columns talliedColumns(const Schema& schema, const Table& root) {
    Columns columns;
    if (root.isAlone()) return columns;
    for (const auto& name : root.descendants) {
        const auto& table = schema.table(name);
        columns.emplace("sys_class_name", sqlType(*schema.findColumn(name, "sys_class_name")));
        for (const auto& elements : table.indices) {
            for (const auto& element : elements) {
                if (!hasFewValues(schema, table, element)) continue;
                columns.emplace(element, sqlType(*schema.findColumn(name, element)));
            }
        }
    }
    return columns;
}

std::string tallyOf(const Table& root) {
    return identifier("sim_tally." + root.name);
}

/// The columns, each in a text made of the pattern, in which % stands for it.
std::string each(const Columns& columns, std::string_view pattern, std::string_view between) {
    std::vector<std::string> texts;
    for (const auto& [element, type] : columns) {
        std::string text(pattern);
        for (auto at = text.find('%'); at != std::string::npos; at = text.find('%', at)) {
            const auto column = identifier(element);
            text.replace(at, 1, column);
            at += column.size();
        }
        texts.push_back(std::move(text));
    }
    return join(texts, between);
}

/// Values that differ in case alone are tallied apart, for a regular expression tells them apart.
class Tally {
public:
    Tally(Session& session, const Table& root, Columns columns)
        : session_(session), root_(root), name_(tallyOf(root)), columns_(std::move(columns)) {}

    void make() {
        std::string typed;
        for (const auto& [element, type] : columns_) {
            typed += identifier(element) + " " + type + ", ";
        }
        session_.execute("CREATE TABLE " + name_ + " (" + typed + "n INTEGER NOT NULL)");
        session_.execute("INSERT INTO " + name_ + " SELECT " + each(columns_, "%", ", ") +
                         ", count(*) FROM " + identifier(root_.name) + " GROUP BY " +
                         each(columns_, "% COLLATE BINARY", ", "));
        session_.execute("CREATE INDEX " + identifier("sim_tally." + root_.name + ".values") +
                         " ON " + name_ + " (" + each(columns_, "% COLLATE BINARY", ", ") + ")");
    }

    void keep() {
        addTrigger("INSERT", added());
        addTrigger("DELETE", taken());
        addTrigger("UPDATE OF " + each(columns_, "%", ", "), taken() + added());
    }

private:
    [[nodiscard]] std::string taken() const {
        return "UPDATE " + name_ + " SET n = n - 1 WHERE " +
               each(columns_, "% COLLATE BINARY IS OLD.%", " AND ") + "; ";
    }

    [[nodiscard]] std::string added() const {
        return "UPDATE " + name_ + " SET n = n + 1 WHERE " +
               each(columns_, "% COLLATE BINARY IS NEW.%", " AND ") + "; INSERT INTO " + name_ +
               " SELECT " + each(columns_, "NEW.%", ", ") + ", 1 WHERE changes() = 0; ";
    }

    void addTrigger(const std::string& event, const std::string& what) {
        const auto verb = event.substr(0, event.find(' '));
        session_.execute("CREATE TRIGGER " + identifier("sim_tally." + root_.name + "." + verb) +
                         " AFTER " + event + " ON " + identifier(root_.name) + " BEGIN " + what +
                         "END");
    }

    Session& session_;
    const Table& root_;
    const std::string name_;
    const Columns columns_;
};

}  // namespace

void keepTallies(Records& records) {
    const auto& schema = records.schema();
    for (const auto& [name, table] : schema.tables()) {
        if (table.root() != name) continue;
        auto columns = talliedColumns(schema, table);
        if (columns.empty()) continue;
        Tally tally(records.session(), table, std::move(columns));
        tally.make();
        tally.keep();
    }
}

std::optional<std::string> countOfTally(const Schema& schema,
                                        const Table& table,
                                        const std::vector<std::string>& columns,
                                        const std::string& condition) {
    const auto& root = schema.table(table.root());
    const auto tallied = talliedColumns(schema, root);
    const bool tells =
        !tallied.empty() && std::all_of(columns.begin(), columns.end(), [&](const auto& column) {
            return tallied.contains(column);
        });
    if (!tells) return std::nullopt;
    return "SELECT coalesce(sum(n), 0) FROM " + tallyOf(root) + " AS t WHERE " + condition;
}

}  // namespace toolhost::sim
