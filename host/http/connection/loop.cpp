#include "http/connection/loop.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <limits>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

#include "base/thread.hpp"

namespace toolhost::http {
namespace {

constexpr std::size_t kScratchBytes = 64U << 10U;
constexpr Loop::Id kWake = 0;  // Loop::nameNext() begins at 1

base::Error noLoop(const std::string& attempted) {
    return base::systemError(attempted, errno, "raise the limit of open files (ulimit -n)");
}

}  // namespace

base::Result<std::unique_ptr<Loop>> Loop::start(const std::string& name) {
    base::Descriptor epoll(epoll_create1(EPOLL_CLOEXEC));
    if (!epoll.isOpen()) return noLoop("make an epoll for " + name);
    base::Descriptor wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake.isOpen()) return noLoop("make an eventfd for " + name);
    epoll_event event{.events = EPOLLIN, .data = {.u64 = kWake}};
    if (epoll_ctl(epoll.number(), EPOLL_CTL_ADD, wake.number(), &event) != 0) {
        return noLoop("watch an eventfd for " + name);
    }
    std::unique_ptr<Loop> loop(new Loop(std::move(epoll), std::move(wake)));
    loop->thread_ = std::thread([name, &loop = *loop] { loop.run(name); });
    return loop;
}

Loop::Loop(base::Descriptor epoll, base::Descriptor wake)
    : epoll_(std::move(epoll)), wake_(std::move(wake)), scratch_(kScratchBytes) {}

Loop::~Loop() {
    stop();
}

void Loop::stop() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    wake();
    thread_.join();
}

void Loop::post(Task task) {
    {
        const std::lock_guard lock(mutex_);
        if (is_stopping_) return;
        tasks_.push_back(std::move(task));
        if (tasks_.size() > 1) return;  // it was woken for the first one
    }
    wake();
}

void Loop::wakeAt(base::SteadyTime at, Id who) {
    if (std::this_thread::get_id() == thread_.get_id()) return deadlines_.add(at, who);
    post([this, at, who] { deadlines_.add(at, who); });
}

bool Loop::watch(Id id, int socket, std::uint32_t events, std::shared_ptr<Watched> owner) {
    epoll_event event{.events = events, .data = {.u64 = id}};
    if (epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, socket, &event) != 0) return false;
    watched_.emplace(id, std::move(owner));
    return true;
}

void Loop::change(Id id, int socket, std::uint32_t events) {
    epoll_event event{.events = events, .data = {.u64 = id}};
    epoll_ctl(epoll_.number(), EPOLL_CTL_MOD, socket, &event);
}

void Loop::forget(Id id, int socket) {
    epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, socket, nullptr);
    watched_.erase(id);
}

void Loop::retireAll(bool ends_streams) {
    post([this, ends_streams] {
        forEach([ends_streams](Watched& owner) { owner.onRetire(ends_streams); });
    });
}

void Loop::forEach(const std::function<void(Watched&)>& visit) {
    std::vector<std::shared_ptr<Watched>> all;  // a visit may forget who is visited
    all.reserve(watched_.size());
    for (const auto& [id, owner] : watched_) {
        all.push_back(owner);
    }
    for (const auto& owner : all) {
        visit(*owner);
    }
}

void Loop::run(const std::string& name) {
    constexpr int kEventsMax = 128;
    base::nameThisThread(name);
    std::array<epoll_event, kEventsMax> events{};
    const auto isStopping = [this] {
        const std::lock_guard lock(mutex_);
        return is_stopping_;
    };
    while (!isStopping()) {
        const int count =
            epoll_wait(epoll_.number(), events.data(), kEventsMax, millisecondsToRest());
        for (int at = 0; at < count; ++at) {
            serve(events[static_cast<std::size_t>(at)]);
        }
        ringDue();
    }
    runTasks();
    forEach([](Watched& owner) { owner.onEnd(); });
    watched_.clear();
}

void Loop::serve(const epoll_event& event) {
    if (event.data.u64 == kWake) return runTasks();
    const auto found = watched_.find(event.data.u64);
    if (found == watched_.end()) return;  // forgotten since the event was noted
    const auto owner = found->second;     // it may forget itself
    owner->onReady(event.events);
}

void Loop::runTasks() {
    std::uint64_t wakes = 0;
    (void)!read(wake_.number(), &wakes, sizeof wakes);  // nothing to read is no news
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(tasks_);
    }
    for (const auto& task : tasks) {
        task();
    }
}

void Loop::ringDue() {
    const auto now = std::chrono::steady_clock::now();
    while (const auto who = deadlines_.takeDue(now)) {
        const auto found = watched_.find(*who);
        if (found == watched_.end()) continue;
        const auto owner = found->second;
        owner->onAlarm(now);
    }
}

void Loop::wake() const {
    const std::uint64_t one = 1;
    (void)!write(wake_.number(), &one, sizeof one);  // a full counter wakes as well
}

int Loop::millisecondsToRest() const {
    constexpr std::int64_t kForever = -1;
    const auto next = deadlines_.next();
    if (!next) return kForever;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*next - std::chrono::steady_clock::now());
    return static_cast<int>(
        std::clamp<std::int64_t>(left.count(), 0, std::numeric_limits<int>::max()));
}

}  // namespace toolhost::http
