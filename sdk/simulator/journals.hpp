#pragma once

#include <string>

#include "simulator/auth/caller.hpp"
#include "simulator/records.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// One entry of a journal such as work_notes.
struct JournalEntry {
    std::string table;
    std::string element;
    std::string element_id;
    std::string text;
    std::string created_by;  ///< user_name
    Seconds created_on;
};

/// Adds a row to sys_journal_field under the given id.
void addJournalEntry(Records& records, const JournalEntry& entry, const std::string& sys_id);
/// The entries of a record's journal as one text, newest first.
std::string journalText(Records& records, const Record& record, const Column& journal);
/// Deletes every entry of the record.
void removeJournals(Records& records, std::string_view element_id);

}  // namespace toolhost::sim
