#include "simulator/auth/access.hpp"

#include <algorithm>

namespace toolhost::sim {

namespace {

constexpr std::string_view kEverybody = "*";
// In the schema file: the roles that --dictionary-needs-role takes the dictionary from.
constexpr std::string_view kDictionaryReaders = "@dictionary";

bool owns(const Caller& caller, const Record& record) {
    const auto& columns = record.table->access.own;
    return std::any_of(columns.begin(), columns.end(), [&](const auto& column) {
        return record.get(column) == caller.sys_id;
    });
}

}  // namespace

bool Access::holdsOne(const Caller& caller, const std::vector<std::string>& roles) const {
    if (caller.isAdmin()) return true;
    return std::any_of(roles.begin(), roles.end(), [&](const auto& role) {
        if (role == kEverybody) return true;
        if (role != kDictionaryReaders) return caller.has(role);
        return readers_ == DictionaryReaders::ItilToo && caller.has("itil");
    });
}

bool Access::mayRead(const Caller& caller, const Table& table) const {
    return holdsOne(caller, table.access.read) || !table.access.own.empty();
}

bool Access::isRestricted(const Caller& caller, const Record& record) const {
    const auto& rules = record.table->access.restricted;
    return std::any_of(rules.begin(), rules.end(), [&](const RowRule& rule) {
        const auto& values = rule.values;
        const bool meant =
            std::find(values.begin(), values.end(), record.get(rule.element)) != values.end();
        return meant && !holdsOne(caller, rule.roles);
    });
}

bool Access::maySee(const Caller& caller, const Record& record) const {
    const bool reads = holdsOne(caller, record.table->access.read) || owns(caller, record);
    return reads && !isRestricted(caller, record);
}

bool Access::mayReadColumn(const Caller& caller, const Column& column) const {
    return column.read_roles.empty() || holdsOne(caller, column.read_roles);
}

bool Access::mayFillColumn(const Caller& caller, const Column& column) const {
    return column.write_roles.empty() || holdsOne(caller, column.write_roles);
}

bool Access::mayWriteColumn(const Caller& caller,
                            const Record& record,
                            const Column& column) const {
    if (!mayFillColumn(caller, column)) return false;
    const auto& own = record.table->access.own_write;
    if (own.empty() || holdsOne(caller, record.table->access.write)) return true;
    return std::find(own.begin(), own.end(), column.element) != own.end();
}

bool Access::mayCreate(const Caller& caller, const Table& table) const {
    return holdsOne(caller, table.access.create);
}

bool Access::mayWrite(const Caller& caller, const Record& record) const {
    return holdsOne(caller, record.table->access.write) || owns(caller, record);
}

bool Access::mayRemove(const Caller& caller, const Record& record) const {
    return holdsOne(caller, record.table->access.remove);
}

}  // namespace toolhost::sim
