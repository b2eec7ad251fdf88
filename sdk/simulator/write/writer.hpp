#pragma once

#include <string>

#include "simulator/auth/access.hpp"
#include "simulator/auth/caller.hpp"
#include "simulator/records.hpp"
#include "simulator/result.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

struct Change;
enum class Write;

/// Carries out writes as one user: access rules, business rules, system fields, journals, audit.
/// For one request; what it is given outlives it.
class Writer {
public:
    Writer(Records& records, const Access& access, const Caller& caller, Seconds now)
        : records_(records), access_(access), caller_(caller), now_(now) {}

    /// Inserts a record of that class, in one transaction; the record as stored.
    Result<Record> insert(const Table& table, Values input);
    /// Changes a record that was read through its own class, likewise.
    Result<Record> update(const Record& before, Values input);
    Result<Done> remove(const Record& record);

    /// What the instance writes by itself: as insert() and update(), but whoever asks, and within a
    /// transaction that the caller of it has begun.
    Result<Record> add(const Table& table, Values input);
    Result<Record> change(const Record& before, Values input);

private:
    void dropForbidden(const Record& record, Values& input, Write write) const;
    void stampInsert(Record& record) const;
    void storeJournals(const Change& change);
    void storeDelete(const Record& record);
    void storeAudit(const Record& before, const Values& changed);
    [[nodiscard]] bool clashes(const Record& record);
    [[nodiscard]] Record storeUpdate(const Change& change);

    Records& records_;
    const Access& access_;
    const Caller& caller_;
    Seconds now_;
};

}  // namespace toolhost::sim
