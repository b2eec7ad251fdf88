#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "audit/chain.hpp"
#include "audit/checkpoint.hpp"
#include "audit/record.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "crypto/signing_key.hpp"
#include "store/connection.hpp"

namespace toolhost::audit {

/// The key that signs checkpoints, kept beside the trail.
std::filesystem::path checkpointKeyFile(const std::filesystem::path& trail_file);

/// The file that holds the chain, and its end. Not thread-safe: one thread at a time.
class Ledger {
public:
    /// Makes the file or goes on with it. Refuses one whose end is not what it signed itself: a
    /// record appended there would cover up what happened. The clock and the log outlive it.
    static base::Result<std::unique_ptr<Ledger>> open(const std::filesystem::path& file,
                                                      const base::Clock& clock,
                                                      base::Log& log);
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;
    ~Ledger() = default;

    /// Appends a record for each draft; all are durable when it returns, or none is there.
    base::Result<base::Done> append(const std::vector<Draft>& drafts);

    /// Signs the chain up to its end, unless that has been done.
    base::Result<base::Done> checkpoint();

private:
    Ledger(std::unique_ptr<store::Connection> connection,
           crypto::SigningKey key,
           const base::Clock& clock,
           base::Log& log);

    base::Result<base::Done> findEnd();
    base::Result<base::Done> checkLastCheckpoint();
    base::Result<Link> insertRecord(const Link& previous, const Draft& draft);
    base::Result<Checkpoint> insertCheckpoint(const Link& link);
    void announce(const Checkpoint& checkpoint);

    std::unique_ptr<store::Connection> connection_;
    crypto::SigningKey key_;
    const base::Clock& clock_;
    base::Log& log_;
    Link end_;
    std::int64_t signed_seq_ = 0;
};

}  // namespace toolhost::audit
