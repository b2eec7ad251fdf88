#include "outbound/event_loop.hpp"

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace toolhost::outbound {
namespace {

constexpr std::chrono::milliseconds kRestMax{60'000};

/// Keeps signals from this thread: they are for main, and OpenSSL's writes to a connection that
/// its peer has closed raise SIGPIPE, which would end the process.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all{};
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, &before_);
    }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;
    ~SignalsBlocked() {
        sigset_t broken_pipe{};
        sigaddset(&broken_pipe, SIGPIPE);
        const timespec at_once{};
        sigtimedwait(&broken_pipe, nullptr, &at_once);  // or it would be delivered now
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

private:
    sigset_t before_{};
};

}  // namespace

EventLoop::EventLoop(const Settings& settings, const base::Clock& clock) : clock_(clock) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        throw std::runtime_error("start the outbound client: libcurl does not initialise");
    }
    multi_ = curl_multi_init();
    if (multi_ == nullptr) {
        throw std::runtime_error("start the outbound client: libcurl has no memory");
    }
    keepConnections(settings);
}

void EventLoop::keepConnections(const Settings& settings) {
    const auto per_host = static_cast<long>(settings.connections_per_host_max);
    curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, per_host);
    const auto total = static_cast<long>(settings.connections_max);
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, total);
    const auto idle = static_cast<long>(settings.idle_connections_max);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, idle);
    const auto multiplexed = static_cast<long>(CURLPIPE_MULTIPLEX);
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, multiplexed);
}

EventLoop::~EventLoop() {
    const SignalsBlocked while_closing;
    curl_multi_cleanup(multi_);
    curl_global_cleanup();
}

Job& EventLoop::Arrival::job() const {
    if (transfer) return *transfer;
    return *alarm;
}

void EventLoop::submit(std::unique_ptr<Transfer> transfer) {
    submit(Arrival{.id = 0, .transfer = std::move(transfer), .alarm = nullptr});
}

void EventLoop::submit(std::unique_ptr<Alarm> alarm) {
    submit(Arrival{.id = 0, .transfer = nullptr, .alarm = std::move(alarm)});
}

void EventLoop::submit(Arrival arrival) {
    if (!accept(arrival)) return arrival.job().end(Ending::Cancelled);
    curl_multi_wakeup(multi_);
}

/// Takes the arrival, unless the loop is closed.
bool EventLoop::accept(Arrival& arrival) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    arrival.id = ++last_id_;
    arrivals_.push_back(std::move(arrival));
    return true;
}

void EventLoop::cancel(JobId id) {
    {
        const std::lock_guard lock(mutex_);
        cancelled_.push_back(id);
    }
    curl_multi_wakeup(multi_);
}

void EventLoop::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    curl_multi_wakeup(multi_);
}

void EventLoop::run() {
    const SignalsBlocked while_running;
    while (takeNews()) {
        int running = 0;
        curl_multi_perform(multi_, &running);
        settleFinished();
        followMoved();
        endOverdue();
        curl_multi_poll(multi_, nullptr, 0, millisecondsToRest(), nullptr);
    }
    endAll();
}

bool EventLoop::takeNews() {
    std::vector<Arrival> arrivals;
    std::vector<JobId> cancelled;
    bool open = true;
    {
        const std::lock_guard lock(mutex_);
        arrivals.swap(arrivals_);
        cancelled.swap(cancelled_);
        open = !closed_;
    }
    for (auto& arrival : arrivals) {
        adopt(std::move(arrival));
    }
    endCancelled(cancelled);
    return open;
}

void EventLoop::adopt(Arrival arrival) {
    const JobId id = arrival.id;
    arrival.job().watch([this, id] { cancel(id); });
    // A token that fired before watch() has been told so by cancel(); the job is ended below all
    // the same, before any of it reaches the network.
    if (arrival.job().isCancelled()) return arrival.job().end(Ending::Cancelled);
    if (arrival.job().until() <= clock_.steady()) return arrival.job().end(Ending::Overdue);
    const auto moved = [this, id] { moved_.push_back(id); };
    if (arrival.transfer && !arrival.transfer->start(multi_, moved)) {
        return arrival.transfer->finish(CURLE_FAILED_INIT);
    }
    if (arrival.transfer) transfers_.emplace(arrival.transfer->handle(), id);
    const auto deadline = deadlines_.emplace(arrival.job().until(), id);
    jobs_.emplace(id, Entry{std::move(arrival), deadline});
}

void EventLoop::settleFinished() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        const CURLcode code = message->data.result;
        const auto id = transfers_.find(message->easy_handle);
        if (id == transfers_.end()) continue;
        const Arrival finished = take(jobs_.find(id->second));
        finished.transfer->finish(code);
    }
}

void EventLoop::endCancelled(const std::vector<JobId>& ids) {
    for (const JobId id : ids) {
        if (const auto job = jobs_.find(id); job != jobs_.end()) {
            take(job).job().end(Ending::Cancelled);
        }
    }
}

void EventLoop::followMoved() {
    for (const JobId id : std::exchange(moved_, {})) {
        if (const auto job = jobs_.find(id); job != jobs_.end()) follow(job);
    }
}

void EventLoop::endOverdue() {
    const auto now = clock_.steady();
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
        const auto job = jobs_.find(deadlines_.begin()->second);
        if (job->second.arrival.job().until() > now) {
            follow(job);  // it has come further since
        } else {
            take(job).job().end(Ending::Overdue);
        }
    }
}

/// Brings the job's deadline up to date.
void EventLoop::follow(Jobs::iterator job) {
    deadlines_.erase(job->second.deadline);
    job->second.deadline = deadlines_.emplace(job->second.arrival.job().until(), job->first);
}

void EventLoop::endAll() {
    while (!jobs_.empty()) {
        take(jobs_.begin()).job().end(Ending::Cancelled);
    }
}

EventLoop::Arrival EventLoop::take(Jobs::iterator job) {
    Arrival arrival = std::move(job->second.arrival);
    if (arrival.transfer) transfers_.erase(arrival.transfer->handle());
    deadlines_.erase(job->second.deadline);
    jobs_.erase(job);
    return arrival;
}

int EventLoop::millisecondsToRest() const {
    if (deadlines_.empty()) return static_cast<int>(kRestMax.count());
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadlines_.begin()->first - clock_.steady());
    return static_cast<int>(std::clamp(left, std::chrono::milliseconds(0), kRestMax).count());
}

}  // namespace toolhost::outbound
