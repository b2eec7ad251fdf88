#pragma once

#include <cstdint>

#include "simulator/records.hpp"

namespace toolhost::sim {

struct SeedSettings {
    std::uint64_t seed = 1;
    long long incidents = 600;
};

/// Fills a new database with a company's users, groups, configuration items, knowledge and tasks.
/// The same settings always give the same records; all dates lie before a fixed day in 2026.
void seedRecords(Records& records, const SeedSettings& settings);

}  // namespace toolhost::sim
