#include "store/group_commit.hpp"

#include <optional>
#include <utility>

#include "store/transaction.hpp"

namespace toolhost::store {
namespace {

constexpr Sql kSavepoint{"begin a change", "SAVEPOINT change"};
constexpr Sql kRelease{"keep a change", "RELEASE change"};
constexpr Sql kUndo{"undo a change", "ROLLBACK TO change"};

using Outcome = base::Result<base::Done>;
using Outcomes = std::vector<Outcome>;

/// How a transaction ended: with an outcome for each job, or broken with everything undone.
struct Attempt {
    Outcomes outcomes;
    std::optional<base::Error> broken;
};

/// One job's outcome, and whether the transaction around it can still be committed.
struct Step {
    Outcome outcome;
    bool intact = false;
};

Outcome closeSavepoint(Connection& connection, const Outcome& outcome) {
    if (!outcome.ok()) {
        if (auto undone = connection.execute(kUndo); !undone.ok()) return undone;
    }
    return connection.execute(kRelease);
}

Step runInSavepoint(Connection& connection, const Job& job) {
    if (auto begun = connection.execute(kSavepoint); !begun.ok()) return {begun, false};
    auto outcome = job(connection);
    if (!connection.inTransaction() && outcome.ok()) {
        return {base::Error{"a change ended the transaction it ran in"}, false};
    }
    if (!connection.inTransaction()) return {std::move(outcome), false};
    if (auto closed = closeSavepoint(connection, outcome); !closed.ok()) {
        return {std::move(closed), false};
    }
    return {std::move(outcome), true};
}

Attempt runAll(Connection& connection, const std::vector<const Job*>& jobs) {
    Attempt attempt;
    for (const Job* job : jobs) {
        Step step = runInSavepoint(connection, *job);
        if (!step.intact) {
            attempt.broken = step.outcome.error();
            return attempt;
        }
        attempt.outcomes.push_back(std::move(step.outcome));
    }
    return attempt;
}

Attempt attemptTogether(Connection& connection,
                        Transaction& transaction,
                        const std::vector<const Job*>& jobs) {
    Attempt attempt = runAll(connection, jobs);
    if (attempt.broken) return attempt;
    if (auto committed = transaction.commit(); !committed.ok()) attempt.broken = committed.error();
    return attempt;
}

Outcomes commitEachAlone(Connection& connection, const std::vector<const Job*>& jobs) {
    Outcomes outcomes;
    outcomes.reserve(jobs.size());
    for (const Job* job : jobs) {
        outcomes.push_back(commitTogether(connection, {job}).front());
    }
    return outcomes;
}

}  // namespace

Outcomes commitTogether(Connection& connection, const std::vector<const Job*>& jobs) {
    Attempt attempt;
    {
        auto transaction = Transaction::begin(connection);
        if (!transaction.ok()) return {jobs.size(), transaction.error()};
        attempt = attemptTogether(connection, transaction.value(), jobs);
    }  // what is left of a broken transaction is rolled back here
    if (!attempt.broken) return std::move(attempt.outcomes);
    if (jobs.size() == 1) return {*attempt.broken};
    return commitEachAlone(connection, jobs);
}

}  // namespace toolhost::store
