#pragma once

#include <string>
#include <vector>

#include "simulator/auth/caller.hpp"
#include "simulator/records.hpp"

namespace toolhost::sim {

enum class DictionaryReaders { ItilToo, RoleOnly };

/// The access rules: which roles may do what to a table, and which rows a user owns.
/// Immutable; any thread may use it.
class Access {
public:
    explicit Access(DictionaryReaders readers) : readers_(readers) {}

    /// Whether the caller may read the table at all: every row, or those they own.
    [[nodiscard]] bool mayRead(const Caller& caller, const Table& table) const;
    /// Whether this row is visible. Rows that are not look absent.
    [[nodiscard]] bool maySee(const Caller& caller, const Record& record) const;
    [[nodiscard]] bool mayCreate(const Caller& caller, const Table& table) const;
    [[nodiscard]] bool mayWrite(const Caller& caller, const Record& record) const;
    /// Whether a column's values are shown to the caller. Those that are not look absent.
    [[nodiscard]] bool mayReadColumn(const Caller& caller, const Column& column) const;
    /// Whether what the caller writes to a column of that record is kept; else it is ignored.
    [[nodiscard]] bool mayWriteColumn(const Caller& caller,
                                      const Record& record,
                                      const Column& column) const;
    /// Likewise for a record that is being created.
    [[nodiscard]] bool mayFillColumn(const Caller& caller, const Column& column) const;
    [[nodiscard]] bool mayRemove(const Caller& caller, const Record& record) const;

private:
    [[nodiscard]] bool holdsOne(const Caller& caller, const std::vector<std::string>& roles) const;
    [[nodiscard]] bool isRestricted(const Caller& caller, const Record& record) const;

    DictionaryReaders readers_;
};

}  // namespace toolhost::sim
