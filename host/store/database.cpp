#include "store/database.hpp"

#include <future>
#include <string>
#include <utility>

namespace toolhost::store {
namespace {

constexpr GroupBounds kWriteBounds{.queue_max = 10'000, .group_max = 64};
constexpr std::string_view kFull = "too many changes are waiting already; try again later";
constexpr std::size_t kReadersMax = 4;

constexpr Sql kCheck{"check the file", "PRAGMA quick_check(1)"};
constexpr Sql kOptimize{"optimize", "PRAGMA optimize"};
constexpr Sql kCheckpoint{"checkpoint", "PRAGMA wal_checkpoint(TRUNCATE)"};
constexpr Sql kBeginRead{"begin reading", "BEGIN DEFERRED"};
constexpr Sql kEndRead{"end reading", "ROLLBACK"};

base::Result<base::Done> checkSound(Connection& connection) {
    auto check = connection.prepare(kCheck);
    if (!check.ok()) return check.error();
    if (auto row = check.value().step(); !row.ok()) return row.error();
    if (const std::string verdict = check.value().text(0); verdict != "ok") {
        return base::Error{"it is damaged (" + verdict + "); restore it from a backup"};
    }
    return base::Done{};
}

}  // namespace

base::Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file,
                                                       const std::vector<Migrations>& rooms,
                                                       base::Log& log) {
    auto writer = Connection::open(file, Access::ReadWrite);
    if (!writer.ok()) return writer.error();
    Connection& connection = *writer.value();
    if (auto sound = checkSound(connection); !sound.ok()) {
        return base::because("open " + file.string(), sound.error());
    }
    if (auto ready = migrate(connection, rooms); !ready.ok()) return ready.error();
    return std::unique_ptr<Database>(new Database(std::move(writer).value(), log));
}

Database::Database(std::unique_ptr<Connection> writer, base::Log& log)
    : log_(log),
      writer_(std::move(writer)),
      readers_(writer_->file(), kReadersMax),
      worker_("store-writer", kWriteBounds, [this](std::vector<Write> writes) {
          commit(std::move(writes));
      }) {}

Database::~Database() {
    worker_.stop();
    checkpoint();
}

void Database::write(Job job, base::Completion<base::Done> done) {
    Write write{std::move(job), std::move(done)};
    switch (worker_.offer(write, Haste::Now)) {
        case Offer::Taken:
            return;
        case Offer::Full:
            return report(write, refusal(kFull));
        case Offer::Stopping:
            return report(write, refusal("it is being closed"));
    }
}

base::Result<base::Done> Database::writeAndWait(Job job) {
    if (worker_.isThisThread()) return refusal("the writer thread cannot wait for itself");
    // Shared: the writer thread may still be inside set_value when the outcome is read here.
    const auto promise = std::make_shared<std::promise<base::Result<base::Done>>>();
    auto outcome = promise->get_future();
    write(std::move(job),
          [promise](base::Result<base::Done> result) { promise->set_value(std::move(result)); });
    return outcome.get();
}

base::Result<base::Done> Database::read(const Job& job) const {
    auto loan = readers_.borrow();
    if (!loan.ok()) return loan.error();
    Connection& connection = *loan.value();
    if (auto begun = connection.execute(kBeginRead); !begun.ok()) {
        return base::because("read " + connection.file().string(), begun.error());
    }
    auto outcome = job(connection);
    if (!connection.inTransaction()) return outcome;  // an I/O error has ended it
    if (auto ended = connection.execute(kEndRead); outcome.ok() && !ended.ok()) return ended;
    return outcome;
}

base::Error Database::refusal(std::string_view why) const {
    return base::because("write to " + writer_->file().string(), base::Error{std::string(why)});
}

void Database::commit(std::vector<Write> writes) {
    std::vector<const Job*> jobs;
    jobs.reserve(writes.size());
    for (const auto& write : writes) {
        jobs.push_back(&write.job);
    }
    auto outcomes = commitTogether(*writer_, jobs);
    for (std::size_t i = 0; i < writes.size(); ++i) {
        report(writes[i], std::move(outcomes[i]));
    }
}

void Database::report(const Write& write, base::Result<base::Done> outcome) {
    if (write.done) return write.done(std::move(outcome));
    if (!outcome.ok()) log_.error("store.write.failed", {{"reason", outcome.error().what}});
}

void Database::checkpoint() {
    for (const Sql& step : {kOptimize, kCheckpoint}) {
        if (auto done = writer_->execute(step); !done.ok()) {
            log_.warning("store.close.incomplete",
                         {{"file", writer_->file().string()}, {"reason", done.error().what}});
        }
    }
}

}  // namespace toolhost::store
