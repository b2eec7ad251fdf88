#include "store/transaction.hpp"

#include <utility>

namespace toolhost::store {
namespace {

// Immediate: a deferred transaction that turns into a writer fails at once, whatever the timeout.
constexpr Sql kBegin{"begin a transaction", "BEGIN IMMEDIATE"};
constexpr Sql kCommit{"commit a transaction", "COMMIT"};
constexpr Sql kRollback{"roll a transaction back", "ROLLBACK"};

}  // namespace

base::Result<Transaction> Transaction::begin(Connection& connection) {
    if (auto begun = connection.execute(kBegin); !begun.ok()) {
        return base::because("write to " + connection.file().string(), begun.error());
    }
    return Transaction(connection);
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
    if (connection_ == nullptr || !connection_->inTransaction()) return;
    // It can fail only when SQLite has rolled back already.
    (void)connection_->execute(kRollback);
}

base::Result<base::Done> Transaction::commit() {
    auto committed = connection_->execute(kCommit);
    if (!committed.ok()) {
        return base::because("write to " + connection_->file().string(), committed.error());
    }
    connection_ = nullptr;
    return committed;
}

}  // namespace toolhost::store
