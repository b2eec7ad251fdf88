#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "loader/generation.hpp"

namespace toolhost::loader {

/// Generations that were replaced, until the last call that began with them has been answered; then
/// their plugins end, here and not on a thread of a call. Thread-safe.
class Retired {
public:
    Retired() = default;
    Retired(const Retired&) = delete;
    Retired& operator=(const Retired&) = delete;
    /// Ends those that are left, whoever still knows them.
    ~Retired() = default;

    /// Takes a generation that no new call can reach; null is passed over.
    void add(GenerationPtr generation);

    /// Ends what nobody uses any more, blocking while a plugin takes its time to.
    void reap();

    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] std::set<std::string> contents() const;

private:
    mutable std::mutex mutex_;
    std::vector<GenerationPtr> generations_;  // guarded by mutex_
};

}  // namespace toolhost::loader
