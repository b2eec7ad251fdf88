#include "simulator/journals.hpp"

namespace toolhost::sim {

namespace {

// A journal_list shows the entries of the record's two journals together.
const char* elementCondition(const Column& journal) {
    return journal.type == "journal_list" ? "n.\"element\" IN ('comments', 'work_notes')"
                                          : "n.\"element\" = ?";
}

std::string journalLabel(const Schema& schema, const Table& table, std::string_view element) {
    const auto* column = schema.findColumn(table.name, element);
    return column == nullptr ? std::string(element) : column->label;
}

}  // namespace

void addJournalEntry(Records& records, const JournalEntry& entry, const std::string& sys_id) {
    const auto when = formatTimestamp(entry.created_on);
    records.insert({&records.schema().table("sys_journal_field"),
                    {{"sys_id", sys_id},
                     {"name", entry.table},
                     {"element", entry.element},
                     {"element_id", entry.element_id},
                     {"value", entry.text},
                     {"sys_created_by", entry.created_by},
                     {"sys_created_on", when},
                     {"sys_updated_by", entry.created_by},
                     {"sys_updated_on", when},
                     {"sys_mod_count", "0"}}});
}

std::string journalText(Records& records, const Record& record, const Column& journal) {
    auto statement = records.session().prepare(
        std::string("SELECT n.\"sys_created_on\", coalesce(u.\"name\", n.\"sys_created_by\"), "
                    "n.\"element\", n.\"value\" FROM \"sys_journal_field\" AS n "
                    "LEFT JOIN \"sys_user\" AS u ON u.\"user_name\" = n.\"sys_created_by\" "
                    "WHERE n.\"element_id\" = ? AND ") +
        elementCondition(journal) + " ORDER BY n.\"sys_created_on\" DESC, n.rowid DESC");
    statement.bind(record.sysId());
    if (journal.type != "journal_list") statement.bind(journal.element);
    std::string text;
    while (statement.step()) {
        text.append(statement.text(0)).append(" - ").append(statement.text(1)).append(" (");
        text.append(journalLabel(records.schema(), *record.table, statement.text(2)));
        text.append(")\n").append(statement.text(3)).append("\n\n");
    }
    return text;
}

void removeJournals(Records& records, std::string_view element_id) {
    records.session()
        .prepare("DELETE FROM \"sys_journal_field\" WHERE \"element_id\" = ?")
        .bind(element_id)
        .run();
}

}  // namespace toolhost::sim
