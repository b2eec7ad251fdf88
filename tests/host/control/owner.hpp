#pragma once

#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <variant>

#include "control/ownership.hpp"
#include "control/server.hpp"

namespace toolhost::control {

/// The ownership, or the end of the test process: for tests that are about something else.
inline Ownership mustTake(const std::filesystem::path& directory) {
    auto taken = Ownership::take(directory);
    if (!taken || !std::holds_alternative<Ownership>(taken.value())) std::abort();
    return std::get<Ownership>(std::move(taken).value());
}

/// An owner with its server, answering every command with the request itself.
class Owner {
public:
    explicit Owner(const std::filesystem::path& directory,
                   Handlers handlers = echo(),
                   Limits limits = {})
        : ownership_(mustTake(directory)) {
        auto started = Server::start(ownership_, std::move(handlers), log_, limits);
        if (!started) {
            std::cerr << started.error().what << '\n';
            std::abort();
        }
        server_ = std::move(started).value();
    }

    void stop() { server_.reset(); }

    static Handlers echo() {
        return {[](std::string_view request, const Peer&) { return std::string(request); },
                [](int, const Peer&) {}};
    }

private:
    base::Log log_{std::cerr, base::LogLevel::Error};
    Ownership ownership_;
    std::unique_ptr<Server> server_;
};

/// A process of its own that runs `work`, says so and waits to be killed. To be made before the
/// test starts any thread.
class OtherProcess {
public:
    template <typename Work>
    explicit OtherProcess(Work work) {
        int ready[2] = {-1, -1};
        if (::pipe(ready) != 0) std::abort();
        pid_ = ::fork();
        if (pid_ == 0) {
            [[maybe_unused]] const auto kept = work();
            [[maybe_unused]] const auto said = ::write(ready[1], "x", 1);
            for (;;)
                ::pause();
        }
        ::close(ready[1]);
        char byte = 0;
        if (::read(ready[0], &byte, 1) != 1) std::abort();
        ::close(ready[0]);
    }
    OtherProcess(const OtherProcess&) = delete;
    OtherProcess& operator=(const OtherProcess&) = delete;
    ~OtherProcess() { kill(); }

    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }
    [[nodiscard]] pid_t pid() const { return pid_; }

private:
    pid_t pid_ = 0;
};

}  // namespace toolhost::control
