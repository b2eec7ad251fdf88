#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "crypto/verifying_key.hpp"

namespace toolhost::audit {

/// The first record that is not as it was written, and what shows it.
struct Fault {
    std::int64_t seq = 0;
    std::string why;
};

/// What checking a trail found.
struct Verdict {
    /// Sound records from the first on.
    std::int64_t records = 0;
    /// The hash of the last sound record, in hexadecimal; empty without records.
    std::string last_hash;
    /// The last record that a checkpoint vouches for. What follows it could be cut off unnoticed.
    std::int64_t signed_records = 0;
    std::optional<Fault> first_bad;
};

/// Checks every record and checkpoint of a trail with the key beside it. Reads only; the trail may
/// be in use. An error means that it could not be checked.
base::Result<Verdict> verify(const std::filesystem::path& file);

/// The same for a copy, with the public half of the key that signed its checkpoints.
base::Result<Verdict> verify(const std::filesystem::path& file, const crypto::VerifyingKey& key);

}  // namespace toolhost::audit
