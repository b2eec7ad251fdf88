#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

namespace toolhost::store {

/// BEGIN IMMEDIATE … COMMIT; rolls back when it goes without commit(). The connection outlives it.
/// [one thread: the connection's]
class Transaction {
public:
    static base::Result<Transaction> begin(Connection& connection);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    /// Durable once it returns Done. After an error everything is undone.
    base::Result<base::Done> commit();

private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}

    Connection* connection_;  // null once there is nothing left to roll back
};

}  // namespace toolhost::store
