#include "cli/signals.hpp"

#include <cerrno>
#include <csignal>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace toolhost::cli {

Signals::Signals() {
    sigset_t watched;
    sigemptyset(&watched);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        sigaddset(&watched, signal);
    }
    pthread_sigmask(SIG_BLOCK, &watched, nullptr);
    fd_ = signalfd(-1, &watched, SFD_CLOEXEC);
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "watch signals");
    std::signal(SIGPIPE, SIG_IGN);  // a client that hangs up is an error value, not our end
}

Signals::~Signals() {
    close(fd_);
}

Signals::Wish Signals::wait() {
    signalfd_siginfo info{};
    while (read(fd_, &info, sizeof(info)) != static_cast<ssize_t>(sizeof(info))) {
        if (errno != EINTR) return Wish::Stop;
    }
    return info.ssi_signo == SIGHUP ? Wish::Reload : Wish::Stop;
}

}  // namespace toolhost::cli
