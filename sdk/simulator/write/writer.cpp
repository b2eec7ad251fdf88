#include "simulator/write/writer.hpp"

#include <utility>

#include "simulator/attachments.hpp"
#include "simulator/journals.hpp"
#include "simulator/numbers.hpp"
#include "simulator/refusals.hpp"
#include "simulator/sys_id.hpp"
#include "simulator/text.hpp"
#include "simulator/write/approvals.hpp"
#include "simulator/write/rules.hpp"

namespace toolhost::sim {

namespace {

/// Takes the journal entries out of the values.
Values takeJournals(const Table& table, Values& values) {
    Values journals;
    for (auto at = values.begin(); at != values.end();) {
        const bool journal = table.effective.at(at->first)->kind == Kind::Journal;
        if (journal && !at->second.empty()) journals.insert(*at);
        at = journal ? values.erase(at) : std::next(at);
    }
    return journals;
}

Values differences(const Record& before, const Record& after) {
    Values changed;
    for (const auto& [element, value] : after.values) {
        if (before.get(element) != value) changed.emplace(element, value);
    }
    return changed;
}

Refusal notUnique(const Table& table) {
    return {
        403, "Operation Failed", "Error during insert of " + table.name + " (" + table.label + ")"};
}

}  // namespace

/// What a caller may not write is ignored, without a word.
void Writer::dropForbidden(const Record& record, Values& input, Write write) const {
    std::erase_if(input, [&](const auto& entry) {
        const auto& column = *record.table->effective.at(entry.first);
        if (write == Write::Update) return !access_.mayWriteColumn(caller_, record, column);
        return !access_.mayFillColumn(caller_, column);
    });
}

Result<Record> Writer::insert(const Table& table, Values input) {
    if (!access_.mayCreate(caller_, table)) return refusals::forbiddenWrite("Insert");
    dropForbidden({&table, {}}, input, Write::Insert);
    Transaction transaction(records_.session());
    auto stored = add(table, std::move(input));
    if (stored) transaction.commit();
    return stored;
}

Result<Record> Writer::add(const Table& table, Values input) {
    auto journals = takeJournals(table, input);
    const Record defaults{&table, {table.defaults.begin(), table.defaults.end()}};
    Change change{Write::Insert, defaults, defaults, std::move(journals), caller_, now_, records_};
    for (const auto& [element, value] : input) {
        change.after.set(element, value);
    }
    stampInsert(change.after);
    if (auto refusal = applyRules(records_.schema(), change)) return std::move(*refusal);
    if (clashes(change.after)) return notUnique(table);
    records_.insert(change.after);
    storeJournals(change);
    if (auto refusal = followApprovals(change, *this)) return std::move(*refusal);
    return std::move(change.after);
}

Result<Record> Writer::update(const Record& before, Values input) {
    if (!access_.mayWrite(caller_, before)) return refusals::forbiddenWrite("Update");
    dropForbidden(before, input, Write::Update);
    Transaction transaction(records_.session());
    auto stored = change(before, std::move(input));
    if (stored) transaction.commit();
    return stored;
}

Result<Record> Writer::change(const Record& before, Values input) {
    auto journals = takeJournals(*before.table, input);
    Change change{Write::Update, before, before, std::move(journals), caller_, now_, records_};
    for (const auto& [element, value] : input) {
        change.after.set(element, value);
    }
    if (auto refusal = applyRules(records_.schema(), change)) return std::move(*refusal);
    auto stored = storeUpdate(change);
    if (auto refusal = followApprovals(change, *this)) return std::move(*refusal);
    return stored;
}

Record Writer::storeUpdate(const Change& change) {
    const auto& before = change.before;
    auto changed = differences(before, change.after);
    if (changed.empty() && change.journals.empty()) return before;
    if (before.table->audited) storeAudit(before, changed);
    const auto updates = parseInteger(before.get("sys_mod_count")).value_or(0) + 1;
    changed["sys_mod_count"] = std::to_string(updates);
    changed["sys_updated_on"] = formatTimestamp(now_);
    changed["sys_updated_by"] = caller_.user_name;
    records_.update(*before.table, before.sysId(), changed);
    storeJournals(change);
    Record after = change.after;
    for (const auto& [element, value] : changed) {
        after.set(element, value);
    }
    return after;
}

Result<Done> Writer::remove(const Record& record) {
    if (!access_.mayRemove(caller_, record)) return refusals::forbiddenWrite("Delete");
    Transaction transaction(records_.session());
    records_.remove(*record.table, record.sysId());
    removeJournals(records_, record.sysId());
    removeAttachmentsOf(records_.session(), record.sysId());
    if (record.table->audited) storeDelete(record);
    transaction.commit();
    return Done{};
}

void Writer::stampInsert(Record& record) const {
    const auto when = formatTimestamp(now_);
    record.set("sys_id", makeSysId());
    record.set("sys_created_on", when);
    record.set("sys_created_by", caller_.user_name);
    record.set("sys_updated_on", when);
    record.set("sys_updated_by", caller_.user_name);
    record.set("sys_mod_count", "0");
    if (!record.table->isAlone()) record.set("sys_class_name", record.table->name);
    if (record.table->number_prefix.empty() || !record.get("number").empty()) return;
    record.set("number", takeNumber(records_.session(), record.table->number_prefix));
}

void Writer::storeJournals(const Change& change) {
    for (const auto& [element, text] : change.journals) {
        addJournalEntry(records_,
                        {change.after.table->name,
                         element,
                         change.after.sysId(),
                         text,
                         caller_.user_name,
                         now_},
                        makeSysId());
    }
}

void Writer::storeAudit(const Record& before, const Values& changed) {
    const auto when = formatTimestamp(now_);
    for (const auto& [element, value] : changed) {
        records_.insert({&records_.schema().table("sys_audit"),
                         {{"sys_id", makeSysId()},
                          {"tablename", before.table->name},
                          {"documentkey", before.sysId()},
                          {"fieldname", element},
                          {"oldvalue", before.get(element)},
                          {"newvalue", value},
                          {"user", caller_.user_name},
                          {"sys_created_by", caller_.user_name},
                          {"sys_created_on", when}}});
    }
}

void Writer::storeDelete(const Record& record) {
    const auto when = formatTimestamp(now_);
    records_.insert({&records_.schema().table("sys_audit_delete"),
                     {{"sys_id", makeSysId()},
                      {"tablename", record.table->name},
                      {"documentkey", record.sysId()},
                      {"display_value", record.get(record.table->display->element)},
                      {"user", caller_.user_name},
                      {"sys_created_by", caller_.user_name},
                      {"sys_created_on", when}}});
}

bool Writer::clashes(const Record& record) {
    for (const auto& [element, column] : record.table->effective) {
        const auto& value = record.get(element);
        if (!column->unique || value.empty()) continue;
        if (records_.findBy(*record.table, element, value)) return true;
    }
    return false;
}

}  // namespace toolhost::sim
