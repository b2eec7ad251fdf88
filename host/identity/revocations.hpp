#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace toolhost::identity {

/// Tokens that were taken back before their end: single ones by their `jti`, all that came of one
/// consent by its family. The database keeps them, so a restart forgets none; the copy in memory
/// answers. Thread-safe.
class Revocations {
public:
    /// The table in `toolhost.db`.
    static store::Migrations migrations();

    /// Reads what is still to be known at this time. The database outlives it.
    static base::Result<std::unique_ptr<Revocations>> open(store::Database& database,
                                                           base::WallTime now);
    Revocations(const Revocations&) = delete;
    Revocations& operator=(const Revocations&) = delete;
    ~Revocations() = default;

    /// [any thread but the database's] Takes back the token or family of this id, whose last token
    /// ends at `until`; durable when it returns, and in force even when that fails.
    base::Result<base::Done> add(std::string_view id, base::WallTime until, base::WallTime now);

    /// Whether the token or family of this id was taken back.
    [[nodiscard]] bool contain(std::string_view id) const;

private:
    explicit Revocations(store::Database& database) : database_(database) {}
    base::Result<base::Done> load(store::Connection& connection, std::int64_t now);
    void remember(std::string_view id, std::int64_t until, std::int64_t now);

    store::Database& database_;
    mutable std::shared_mutex mutex_;
    // Until when each must be known, in seconds since 1970-01-01 UTC. Guarded by mutex_.
    std::unordered_map<std::string, std::int64_t> until_;
    std::size_t sweep_at_ = 1024;  // how many make a look for outlived ones worth it; so guarded
};

}  // namespace toolhost::identity
