#include "simulator/count_cache.hpp"

namespace toolhost::sim {

namespace {

/// A zero byte cannot stand in SQL, so no two statements have the same key.
std::string keyOf(const std::string& sql, const std::vector<std::string>& bindings) {
    std::string key = sql;
    for (const auto& binding : bindings) {
        key += '\0';
        key += std::to_string(binding.size());
        key += ':';
        key += binding;
    }
    return key;
}

}  // namespace

std::optional<long long> CountCache::find(const std::string& sql,
                                          const std::vector<std::string>& bindings,
                                          long long changes) {
    if (changes != changes_) counts_.clear();
    changes_ = changes;
    const auto found = counts_.find(keyOf(sql, bindings));
    if (found == counts_.end()) return std::nullopt;
    return found->second;
}

void CountCache::add(const std::string& sql,
                     const std::vector<std::string>& bindings,
                     long long count) {
    if (counts_.size() == kCountsMax) counts_.clear();
    counts_.insert_or_assign(keyOf(sql, bindings), count);
}

}  // namespace toolhost::sim
