#include "audit/verify.hpp"

#include <map>
#include <utility>

#include "audit/chain.hpp"
#include "audit/checkpoint.hpp"
#include "audit/ledger.hpp"
#include "audit/record.hpp"
#include "base/ids.hpp"
#include "store/connection.hpp"

namespace toolhost::audit {
namespace {

constexpr store::Sql kBegin{"begin reading", "BEGIN DEFERRED"};
constexpr store::Sql kRecords{"read the audit records",
                              "SELECT seq, record, hash, type, who FROM records ORDER BY seq"};
constexpr store::Sql kCheckpoints{"read the audit checkpoints",
                                  "SELECT seq, claim, signature FROM checkpoints ORDER BY seq"};

using Checkpoints = std::map<std::int64_t, Checkpoint>;

struct Row {
    Link link;
    std::string bytes;
    std::string type;
    std::string who;
};

std::string recordNumber(std::int64_t seq) {
    return "record " + std::to_string(seq);
}

/// Follows the chain record by record.
class Check {
public:
    Check(Checkpoints checkpoints, const crypto::VerifyingKey& key)
        : checkpoints_(std::move(checkpoints)), key_(key) {}

    /// What is wrong with the next row, or with the one before it as this one shows.
    std::optional<Fault> next(const Row& row) {
        auto fault = chainFault(row);
        if (!fault) fault = checkpointFault(row.link);
        if (!fault) before_last_ = std::exchange(last_, row.link);
        return fault;
    }

    /// What is wrong when no row follows.
    [[nodiscard]] std::optional<Fault> end() const {
        if (checkpoints_.empty() || checkpoints_.rbegin()->first <= last_.seq) return std::nullopt;
        const std::int64_t signed_seq = checkpoints_.rbegin()->first;
        return Fault{last_.seq + 1,
                     "it is missing, and so is all after it: a checkpoint vouches for " +
                         recordNumber(signed_seq)};
    }

    [[nodiscard]] Verdict verdict(std::optional<Fault> fault) const {
        // A later record may have shown that the last one was replaced.
        const bool last_is_bad = fault && fault->seq == last_.seq;
        const Link& sound = last_is_bad ? before_last_ : last_;
        return {sound.seq, base::toHex(sound.hash), signed_seq_, std::move(fault)};
    }

private:
    [[nodiscard]] std::optional<Fault> chainFault(const Row& row) const {
        const std::int64_t expected = last_.seq + 1;
        if (row.link.seq != expected) {
            return Fault{expected, "it is missing; " + recordNumber(row.link.seq) + " comes next"};
        }
        const auto record = parseRecord(row.bytes);
        const auto previous = record ? hashFromHex(record->previous_hash) : std::nullopt;
        if (!previous || chainHash(*previous, row.bytes) != row.link.hash) {
            return Fault{expected, "its bytes or its hash were changed"};
        }
        if (record->seq != expected) {
            return Fault{expected, "in its place stands " + recordNumber(record->seq)};
        }
        if (record->type != row.type || whoOf(*record) != row.who) {
            return Fault{expected, "what it is searched by was changed"};
        }
        if (last_.seq > 0 && *previous != last_.hash) {
            return Fault{last_.seq,
                         "it was replaced together with its hash: " + recordNumber(expected) +
                             " follows another"};
        }
        return std::nullopt;
    }

    std::optional<Fault> checkpointFault(const Link& link) {
        const auto found = checkpoints_.find(link.seq);
        if (found == checkpoints_.end()) {
            if (link.seq % kCheckpointEvery != 0) return std::nullopt;
            return Fault{link.seq, "its checkpoint is missing"};
        }
        if (auto why = contradiction(found->second, link, key_)) return Fault{link.seq, *why};
        signed_seq_ = link.seq;
        return std::nullopt;
    }

    const Checkpoints checkpoints_;
    const crypto::VerifyingKey& key_;
    Link last_;
    Link before_last_;
    std::int64_t signed_seq_ = 0;
};

base::Result<Checkpoints> readCheckpoints(store::Connection& connection) {
    auto rows = connection.prepare(kCheckpoints);
    if (!rows.ok()) return rows.error();
    Checkpoints checkpoints;
    for (;;) {
        const auto row = rows.value().step();
        if (!row.ok()) return row.error();
        if (!row.value()) return checkpoints;
        const std::int64_t seq = rows.value().integer(0);
        checkpoints[seq] = {seq, rows.value().text(1), rows.value().blob(2)};
    }
}

Row rowOf(const store::Statement& row) {
    return {{row.integer(0), row.blob(2)}, row.text(1), row.text(3), row.text(4)};
}

base::Result<Verdict> follow(store::Connection& connection, Check check) {
    auto rows = connection.prepare(kRecords);
    if (!rows.ok()) return rows.error();
    for (;;) {
        const auto more = rows.value().step();
        if (!more.ok()) return more.error();
        if (!more.value()) return check.verdict(check.end());
        if (auto fault = check.next(rowOf(rows.value()))) return check.verdict(std::move(fault));
    }
}

}  // namespace

base::Result<Verdict> verify(const std::filesystem::path& file) {
    const auto key = crypto::SigningKey::load(checkpointKeyFile(file));
    if (!key.ok()) {
        return base::because("verify " + file.string() + " with the key beside it", key.error());
    }
    return verify(file, key.value().verifyingKey());
}

base::Result<Verdict> verify(const std::filesystem::path& file, const crypto::VerifyingKey& key) {
    auto connection = store::Connection::open(file, store::Access::ReadOnly);
    if (!connection.ok()) return connection.error();
    // One snapshot, so that checkpoints and records belong together while more are appended.
    if (auto begun = connection.value()->execute(kBegin); !begun.ok()) return begun.error();
    auto checkpoints = readCheckpoints(*connection.value());
    if (!checkpoints.ok()) return checkpoints.error();
    return follow(*connection.value(), Check(std::move(checkpoints).value(), key));
}

}  // namespace toolhost::audit
