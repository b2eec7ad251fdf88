#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/connection.hpp"

namespace toolhost::store {

/// Bytes that are no text.
struct Blob {
    std::string bytes;
};

/// A value of SQL; the first is NULL.
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

/// One statement that a guest wrote, and its parameters in the order of their positions.
struct GuestStatement {
    std::string sql;
    std::vector<SqlValue> parameters;
};

/// What a statement came to.
struct GuestRows {
    std::vector<std::string> columns;
    std::vector<std::vector<SqlValue>> rows;
    /// Whether there were more than fit.
    bool is_cut = false;
    /// Rows that it inserted, updated or deleted.
    std::int64_t changes = 0;
};

/// Why there are none.
struct GuestFault {
    enum class Kind {
        Statement,   ///< wrong SQL, wrong parameters
        Constraint,  ///< a rule of the guest's own tables
        Denied,      ///< nothing for a guest
        Full,        ///< the file may not grow
        Stopped,     ///< it took too long, or nobody waits any more
        Storage      ///< the disk, the file
    };
    Kind kind = Kind::Storage;
    std::string what;
};

/// How much a guest may have.
struct GuestLimits {
    std::uint64_t file_bytes_max = 0;
    std::size_t rows_max = 10'000;
    std::size_t result_bytes_max = std::size_t{4} << 20;
};

/// Until when a guest's statements may run.
struct GuestTime {
    base::SteadyTime until;
    std::stop_token stop;
};

/// A SQLite file of somebody who writes SQL but is not trusted with it: it sees this file only,
/// leaves no transaction open, loads nothing, changes no setting but user_version, and is stopped
/// when it takes too long. [one thread at a time]
class GuestDatabase {
public:
    using Outcome = std::variant<std::vector<GuestRows>, GuestFault>;

    /// Makes the file (0600) and its directory when they are missing. The clock outlives it.
    static base::Result<std::unique_ptr<GuestDatabase>> open(const std::filesystem::path& file,
                                                             const GuestLimits& limits,
                                                             const base::Clock& clock);
    GuestDatabase(const GuestDatabase&) = delete;
    GuestDatabase& operator=(const GuestDatabase&) = delete;
    ~GuestDatabase() = default;

    /// Runs the statements in one transaction: all of them, or none.
    Outcome run(const std::vector<GuestStatement>& statements, const GuestTime& time);

private:
    GuestDatabase(std::unique_ptr<Connection> connection,
                  const GuestLimits& limits,
                  const base::Clock& clock);
    base::Result<base::Done> confine();
    static int watch(void* self);
    static int judge(
        void* self, int action, const char* one, const char* other, const char*, const char*);

    std::variant<GuestRows, GuestFault> runOne(const GuestStatement& statement);
    std::variant<GuestRows, GuestFault> collect(const CompiledStatement& compiled);
    [[nodiscard]] GuestFault fault(int code) const;
    [[nodiscard]] base::Result<base::Done> end(const Sql& how);

    std::unique_ptr<Connection> connection_;
    const GuestLimits limits_;
    const base::Clock& clock_;
    const GuestTime* time_ = nullptr;  // of the statements that run
    bool is_guest_ = false;            // whether what is compiled and run is the guest's
};

}  // namespace toolhost::store
