#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "http/connection/deadlines.hpp"

struct epoll_event;

namespace toolhost::http {

/// Something with a socket that a loop watches over. The loop calls it on its thread.
class Watched {
public:
    Watched() = default;
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;
    virtual ~Watched() = default;

    /// The socket became ready for `events` (EPOLLIN and so on).
    virtual void onReady(std::uint32_t events) = 0;
    /// A time it asked for has come; there may have been several.
    virtual void onAlarm(base::SteadyTime now) = 0;
    /// The host stops: takes on nothing further; with `ends_streams` ends what has no end either.
    virtual void onRetire(bool ends_streams) = 0;
    /// The loop ends.
    virtual void onEnd() = 0;
};

/// One thread, one epoll: waits for sockets, for times and for tasks, and owns what it watches.
class Loop {
public:
    using Id = Deadlines::Id;
    using Task = std::function<void()>;

    /// Starts the thread.
    static base::Result<std::unique_ptr<Loop>> start(const std::string& name);
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    /// Stops.
    ~Loop();

    /// Runs the task on the loop's thread; drops it once the loop has stopped. [any thread]
    void post(Task task);

    /// Wakes who has that id at that time, or after it. [any thread]
    void wakeAt(base::SteadyTime at, Id who);

    /// A name for what is going to be watched. [any thread]
    Id nameNext() { return ++last_id_; }

    /// Watches the socket for `events` on behalf of its owner, whom it keeps. False when the system
    /// refused. [loop's thread]
    bool watch(Id id, int socket, std::uint32_t events, std::shared_ptr<Watched> owner);
    /// Watches for other events from now on. [loop's thread]
    void change(Id id, int socket, std::uint32_t events);
    /// Lets go of it; the socket is still open. [loop's thread]
    void forget(Id id, int socket);
    /// Has everything that is watched retire. [any thread]
    void retireAll(bool ends_streams);

    /// Where bytes are read to before somebody keeps them. [loop's thread]
    std::span<char> scratch() { return scratch_; }

    /// Ends everything that is watched, then joins. [any thread but the loop's]
    void stop();

private:
    Loop(base::Descriptor epoll, base::Descriptor wake);

    void run(const std::string& name);
    void serve(const epoll_event& event);
    void forEach(const std::function<void(Watched&)>& visit);
    void runTasks();
    void ringDue();
    void wake() const;
    [[nodiscard]] int millisecondsToRest() const;

    const base::Descriptor epoll_;
    const base::Descriptor wake_;
    std::atomic<Id> last_id_ = 0;
    std::mutex mutex_;
    std::vector<Task> tasks_;   // guarded by mutex_
    bool is_stopping_ = false;  // guarded by mutex_

    // the loop's thread only
    std::unordered_map<Id, std::shared_ptr<Watched>> watched_;
    Deadlines deadlines_;
    std::vector<char> scratch_;

    std::thread thread_;
};

}  // namespace toolhost::http
