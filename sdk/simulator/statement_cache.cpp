#include "simulator/statement_cache.hpp"

#include <iterator>
#include <sqlite3.h>

namespace toolhost::sim {

sqlite3_stmt* StatementCache::take(std::string_view sql) {
    const auto found = by_sql_.find(sql);
    if (found == by_sql_.end()) return nullptr;
    auto* const statement = *found->second;
    kept_.erase(found->second);
    by_sql_.erase(found);
    return statement;
}

void StatementCache::give(sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    const std::string_view sql = sqlite3_sql(statement);
    if (const auto twin = by_sql_.find(sql); twin != by_sql_.end()) drop(twin->second);
    if (kept_.size() == kStatementsMax) drop(std::prev(kept_.end()));
    kept_.push_front(statement);
    by_sql_.emplace(sql, kept_.begin());
}

void StatementCache::drop(Kept::iterator which) {
    auto* const statement = *which;
    by_sql_.erase(sqlite3_sql(statement));
    kept_.erase(which);
    sqlite3_finalize(statement);
}

void StatementCache::clear() {
    while (!kept_.empty()) {
        drop(kept_.begin());
    }
}

}  // namespace toolhost::sim
