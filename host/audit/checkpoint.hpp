#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audit/chain.hpp"
#include "base/result.hpp"
#include "crypto/signing_key.hpp"
#include "crypto/verifying_key.hpp"

namespace toolhost::audit {

/// Records between checkpoints; one is also made at a clean stop.
inline constexpr std::int64_t kCheckpointEvery = 1000;

/// A signed word on how far the chain reached: one line of JSON {v, seq, hash, count, ts} and an
/// Ed25519 signature over "toolhost-audit-checkpoint/1" and that line. Records that a checkpoint
/// covers can be neither rewritten nor taken away unnoticed by one without the key.
struct Checkpoint {
    std::int64_t seq = 0;
    std::string bytes;
    std::string signature;
};

/// Signs the chain up to the link; `time_us` is in microseconds since 1970-01-01 UTC.
base::Result<Checkpoint> makeCheckpoint(const Link& link,
                                        std::int64_t time_us,
                                        const crypto::SigningKey& key);

/// What the checkpoint proves wrong about a record, absent when it vouches for it.
std::optional<std::string> contradiction(const Checkpoint& checkpoint,
                                         const Link& link,
                                         const crypto::VerifyingKey& key);

}  // namespace toolhost::audit
