#include "store/readers.hpp"

#include <chrono>
#include <utility>

namespace toolhost::store {
namespace {

constexpr std::chrono::seconds kPatience{5};

}  // namespace

void Readers::GiveBack::operator()(Connection* connection) const {
    readers->giveBack(Owned(connection));
}

Readers::Readers(std::filesystem::path file, std::size_t count_max)
    : file_(std::move(file)), slots_(count_max) {}

base::Result<Readers::Loan> Readers::borrow() {
    auto taken = takeIdleOrSlot();
    if (!taken.ok()) return taken.error();
    if (taken.value()) return Loan(taken.value().release(), GiveBack{this});
    auto opened = Connection::open(file_, Access::ReadOnly);
    if (opened.ok()) return Loan(opened.value().release(), GiveBack{this});
    giveBack(nullptr);
    return opened.error();
}

/// An idle connection, or nothing but the right to open one.
base::Result<Readers::Owned> Readers::takeIdleOrSlot() {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, kPatience, [this] { return !idle_.empty() || slots_ > 0; })) {
        return base::Error{"read " + file_.string() +
                           ": every read connection is in use; try again when there is less to do"};
    }
    if (idle_.empty()) {
        --slots_;
        return Owned();
    }
    Owned connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

/// Without a connection: gives the right to open one back.
void Readers::giveBack(Owned connection) {
    {
        const std::lock_guard lock(mutex_);
        if (connection) {
            idle_.push_back(std::move(connection));
        } else {
            ++slots_;
        }
    }
    freed_.notify_one();
}

}  // namespace toolhost::store
