#pragma once

#include <functional>
#include <vector>

#include "base/result.hpp"
#include "store/connection.hpp"

namespace toolhost::store {

/// A change to the database, or a look at it. Must not throw, end the transaction, keep the
/// connection or wait for anyone.
using Job = std::function<base::Result<base::Done>(Connection&)>;

/// Runs the jobs in one durable transaction, each in a savepoint, so that one that fails undoes
/// only itself; outcomes stand in the order of the jobs. When the transaction itself breaks (a full
/// disk) each job is run once more in a transaction of its own. [one thread: the connection's]
std::vector<base::Result<base::Done>> commitTogether(Connection& connection,
                                                     const std::vector<const Job*>& jobs);

}  // namespace toolhost::store
