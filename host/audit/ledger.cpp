#include "audit/ledger.hpp"

#include <optional>
#include <utility>

#include "audit/record.hpp"
#include "base/base64.hpp"
#include "base/ids.hpp"
#include "store/migrations.hpp"
#include "store/transaction.hpp"

namespace toolhost::audit {
namespace {

constexpr std::size_t kGenesisBytes = 32;
constexpr std::string_view kWhatToDo =
    "; run 'toolhost audit verify' to see what is wrong, and move the file away to begin a new "
    "trail";

// Records are found by type and who, which repeat what the bytes say: a database that trusts no
// schema computes nothing from JSON. The triggers stop accidents; the chain shows the rest.
constexpr std::string_view kTables = R"sql(
CREATE TABLE records (
    seq INTEGER PRIMARY KEY,
    record TEXT NOT NULL,
    hash BLOB NOT NULL,
    type TEXT NOT NULL,
    who TEXT NOT NULL
) STRICT;
CREATE INDEX records_by_type ON records (type, seq);
CREATE INDEX records_by_who ON records (who, seq);
CREATE TABLE checkpoints (
    seq INTEGER PRIMARY KEY,
    claim TEXT NOT NULL,
    signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER records_stay BEFORE DELETE ON records
BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER records_stay_as_they_are BEFORE UPDATE ON records
BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
)sql";

constexpr store::Sql kLastRecord{"find the last audit record",
                                 "SELECT seq, record, hash FROM records ORDER BY seq DESC LIMIT 1"};
constexpr store::Sql kLastCheckpoint{
    "find the last audit checkpoint",
    "SELECT c.seq, c.claim, c.signature, r.hash FROM checkpoints c"
    " LEFT JOIN records r ON r.seq = c.seq ORDER BY c.seq DESC LIMIT 1"};
constexpr store::Sql kInsertRecord{
    "append an audit record",
    "INSERT INTO records (seq, record, hash, type, who) VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr store::Sql kInsertCheckpoint{
    "append an audit checkpoint",
    "INSERT INTO checkpoints (seq, claim, signature) VALUES (?1, ?2, ?3)"};

std::vector<store::Migrations> migrations() {
    return {{"audit", {{1, kTables}}}};
}

/// The link the last row is, absent when its bytes are not what it says.
std::optional<Link> soundLink(const store::Statement& row) {
    const std::string bytes = row.text(1);
    Link link{row.integer(0), row.blob(2)};
    const auto record = parseRecord(bytes);
    if (!record || record->seq != link.seq) return std::nullopt;
    const auto previous = hashFromHex(record->previous_hash);
    if (!previous || chainHash(*previous, bytes) != link.hash) return std::nullopt;
    return link;
}

}  // namespace

std::filesystem::path checkpointKeyFile(const std::filesystem::path& trail_file) {
    return trail_file.parent_path() / "audit-checkpoint.pem";
}

base::Result<std::unique_ptr<Ledger>> Ledger::open(const std::filesystem::path& file,
                                                   const base::Clock& clock,
                                                   base::Log& log) {
    auto connection = store::Connection::open(file, store::Access::ReadWrite);
    if (!connection.ok()) return connection.error();
    if (auto ready = store::migrate(*connection.value(), migrations()); !ready.ok()) {
        return ready.error();
    }
    const bool had_trail = std::filesystem::exists(checkpointKeyFile(file));
    auto key = crypto::SigningKey::ensure(checkpointKeyFile(file), crypto::Algorithm::Ed25519);
    if (!key.ok()) return key.error();
    std::unique_ptr<Ledger> ledger(
        new Ledger(std::move(connection).value(), std::move(key).value(), clock, log));
    const std::string attempted = "go on with the audit trail " + file.string();
    if (auto found = ledger->findEnd(); !found.ok()) return base::because(attempted, found.error());
    if (had_trail && ledger->end_.seq == 0) {
        log.warning("audit.trail.begun_anew",
                    {{"file", file.string()}, {"reason", "its key is there, its records are not"}});
    }
    return ledger;
}

Ledger::Ledger(std::unique_ptr<store::Connection> connection,
               crypto::SigningKey key,
               const base::Clock& clock,
               base::Log& log)
    : connection_(std::move(connection)), key_(std::move(key)), clock_(clock), log_(log) {}

base::Result<base::Done> Ledger::append(const std::vector<Draft>& drafts) {
    auto transaction = store::Transaction::begin(*connection_);
    if (!transaction.ok()) return transaction.error();
    Link end = end_;
    std::vector<Checkpoint> checkpoints;
    for (const auto& draft : drafts) {
        auto link = insertRecord(end, draft);
        if (!link.ok()) return link.error();
        end = std::move(link).value();
        if (end.seq % kCheckpointEvery != 0) continue;
        auto checkpoint = insertCheckpoint(end);
        if (!checkpoint.ok()) return checkpoint.error();
        checkpoints.push_back(std::move(checkpoint).value());
    }
    if (auto committed = transaction.value().commit(); !committed.ok()) return committed;
    end_ = std::move(end);
    for (const auto& checkpoint : checkpoints) {
        announce(checkpoint);
    }
    return base::Done{};
}

base::Result<base::Done> Ledger::checkpoint() {
    if (end_.seq == signed_seq_) return base::Done{};
    auto transaction = store::Transaction::begin(*connection_);
    if (!transaction.ok()) return transaction.error();
    auto checkpoint = insertCheckpoint(end_);
    if (!checkpoint.ok()) return checkpoint.error();
    if (auto committed = transaction.value().commit(); !committed.ok()) return committed;
    announce(checkpoint.value());
    return base::Done{};
}

base::Result<base::Done> Ledger::findEnd() {
    auto last = connection_->prepare(kLastRecord);
    if (!last.ok()) return last.error();
    const auto row = last.value().step();
    if (!row.ok()) return row.error();
    if (row.value()) {
        auto link = soundLink(last.value());
        if (!link) return base::Error{"its last record was changed" + std::string(kWhatToDo)};
        end_ = std::move(*link);
    } else {
        end_ = Link{0, base::randomBytes(kGenesisBytes)};
    }
    return checkLastCheckpoint();
}

base::Result<base::Done> Ledger::checkLastCheckpoint() {
    auto last = connection_->prepare(kLastCheckpoint);
    if (!last.ok()) return last.error();
    const store::Statement& found = last.value();
    const auto row = last.value().step();
    if (!row.ok()) return row.error();
    if (!row.value()) return base::Done{};
    const Checkpoint checkpoint{found.integer(0), found.text(1), found.blob(2)};
    if (found.isNull(3)) {
        return base::Error{"record " + std::to_string(checkpoint.seq) +
                           ", which its last checkpoint signed, is missing" +
                           std::string(kWhatToDo)};
    }
    const Link link{checkpoint.seq, found.blob(3)};
    if (auto fault = contradiction(checkpoint, link, key_.verifyingKey())) {
        return base::Error{"record " + std::to_string(link.seq) + ": " + *fault +
                           std::string(kWhatToDo)};
    }
    signed_seq_ = checkpoint.seq;
    return base::Done{};
}

base::Result<Link> Ledger::insertRecord(const Link& previous, const Draft& draft) {
    Link link{previous.seq + 1, {}};
    const std::string bytes = recordBytes(link.seq, draft.members, previous.hash);
    link.hash = chainHash(previous.hash, bytes);
    auto insert = connection_->prepare(kInsertRecord);
    if (!insert.ok()) return insert.error();
    insert.value().bind(1, link.seq).bind(2, bytes).bindBlob(3, link.hash);
    insert.value().bind(4, draft.type).bind(5, draft.who);
    if (auto inserted = insert.value().run(); !inserted.ok()) return inserted.error();
    return link;
}

base::Result<Checkpoint> Ledger::insertCheckpoint(const Link& link) {
    auto checkpoint = makeCheckpoint(link, base::microsecondsSinceEpoch(clock_.wall()), key_);
    if (!checkpoint.ok()) return checkpoint;
    auto insert = connection_->prepare(kInsertCheckpoint);
    if (!insert.ok()) return insert.error();
    const Checkpoint& made = checkpoint.value();
    insert.value().bind(1, made.seq).bind(2, made.bytes).bindBlob(3, made.signature);
    if (auto inserted = insert.value().run(); !inserted.ok()) return inserted.error();
    return checkpoint;
}

/// A copy of the log elsewhere then shows even that the whole file was replaced.
void Ledger::announce(const Checkpoint& checkpoint) {
    signed_seq_ = checkpoint.seq;
    log_.info("audit.checkpoint",
              {{"claim", checkpoint.bytes},
               {"signature", base::encodeBase64Url(checkpoint.signature)},
               {"key", key_.id()}});
}

}  // namespace toolhost::audit
