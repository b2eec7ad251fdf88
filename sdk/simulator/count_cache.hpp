#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace toolhost::sim {

/// What counting statements gave since the database last changed. Used by the thread that holds the
/// connection.
class CountCache {
public:
    static constexpr std::size_t kCountsMax = 1'000;

    /// What the statement gave, if nothing has been written since; `changes` is how much has ever
    /// been written.
    std::optional<long long> find(const std::string& sql,
                                  const std::vector<std::string>& bindings,
                                  long long changes);
    /// Keeps a count made after the last find().
    void add(const std::string& sql, const std::vector<std::string>& bindings, long long count);

private:
    std::unordered_map<std::string, long long> counts_;
    long long changes_ = 0;
};

}  // namespace toolhost::sim
