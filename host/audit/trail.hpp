#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audit/event.hpp"
#include "audit/ledger.hpp"
#include "audit/outage.hpp"
#include "audit/record.hpp"
#include "audit/settings.hpp"
#include "base/clock.hpp"
#include "base/completion.hpp"
#include "base/log.hpp"
#include "base/secret.hpp"
#include "store/group_worker.hpp"
#include "store/settings.hpp"

namespace toolhost::audit {

/// Where the trail of a state directory is kept.
std::filesystem::path trailFile(const store::Settings& store);

/// The append-only record of who did what. Each record carries the hash of the one before it, so
/// that a change anywhere shows; one thread ("audit-writer") writes them in groups. Thread-safe.
class Trail {
public:
    /// Makes the trail or goes on with it; its keys are kept beside it. The clock and the log
    /// outlive it.
    static base::Result<std::unique_ptr<Trail>> open(const store::Settings& store,
                                                     const Settings& settings,
                                                     const base::Clock& clock,
                                                     base::Log& log);

    /// Writes what is queued, signs the chain's end, ends the thread.
    ~Trail();
    Trail(const Trail&) = delete;
    Trail& operator=(const Trail&) = delete;

    /// [any thread] Queues the event; `durable` is called once it is on disk, or could not be put
    /// there. An error refuses the event at once, because the queue is full or the disk does not
    /// take records: what it is about must not happen, and `durable` is not called. `durable` may
    /// be empty when nothing depends on it; an event then lost is named in the log.
    base::Result<base::Done> append(const Event& event, base::Completion<base::Done> durable);

    /// [any thread] What a record keeps of a call's arguments: a keyed digest, or their text
    /// without secrets when Settings::arguments is Full.
    [[nodiscard]] std::string digestOf(std::string_view arguments_json) const;

private:
    struct Entry {
        Draft draft;
        std::string name;  // how the log names the event should it be lost
        base::Completion<base::Done> durable;
    };

    Trail(std::unique_ptr<Ledger> ledger,
          base::Secret digest_key,
          const Settings& settings,
          const base::Clock& clock,
          base::Log& log);
    void write(std::vector<Entry> entries);
    void report(const Entry& entry, const base::Result<base::Done>& written);

    const Settings settings_;
    const base::Clock& clock_;
    base::Log& log_;
    const std::string node_;
    const base::Secret digest_key_;
    Outage outage_;
    std::unique_ptr<Ledger> ledger_;    // used by writer_'s thread only, until that has ended
    store::GroupWorker<Entry> writer_;  // last: its thread uses the above
};

}  // namespace toolhost::audit
