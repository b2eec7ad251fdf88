#include "loader/directory_watch.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>
#include <utility>

namespace toolhost::loader {
namespace {

using std::chrono::milliseconds;

/// Renames into and out of it, files written to their end, who may write them, and the directory
/// itself being replaced.
constexpr std::uint32_t kChanges = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |
                                   IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

/// From the last change until it is told: an installer writes several files.
constexpr milliseconds kSettled{200};
/// The most rounds of that: whoever writes all the time is heard all the same.
constexpr int kSettlingMax = 10;

/// Installers write beside the file under a hidden name, and rename.
bool isHidden(const inotify_event& event) {
    return event.len > 0 && event.name[0] == '.';
}

bool matters(const inotify_event& event) {
    return (event.mask & (kChanges | IN_Q_OVERFLOW)) != 0 && !isHidden(event);
}

}  // namespace

base::Result<DirectoryWatch> DirectoryWatch::open() {
    base::Descriptor inotify(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!inotify.isOpen()) {
        return base::systemError("watch the plugin directory",
                                 errno,
                                 "raise fs.inotify.max_user_instances, or set plugins.watch = no");
    }
    base::Descriptor waker(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!waker.isOpen()) return base::systemError("make an eventfd", errno);
    return DirectoryWatch(std::move(inotify), std::move(waker));
}

DirectoryWatch::DirectoryWatch(base::Descriptor inotify, base::Descriptor waker)
    : inotify_(std::move(inotify)), waker_(std::move(waker)) {}

void DirectoryWatch::follow(const std::vector<std::filesystem::path>& directories) {
    for (const int watch : std::exchange(watches_, {})) {
        ::inotify_rm_watch(inotify_.number(), watch);
    }
    for (const auto& directory : directories) {
        const int watch = ::inotify_add_watch(inotify_.number(), directory.c_str(), kChanges);
        if (watch >= 0) watches_.push_back(watch);
    }
}

DirectoryWatch::Seen DirectoryWatch::wait(milliseconds patience) {
    if (waitOnce(patience) == Seen::Nothing) return Seen::Nothing;
    for (int round = 0; round < kSettlingMax && waitOnce(kSettled) == Seen::Change; ++round) {
    }
    return Seen::Change;
}

DirectoryWatch::Seen DirectoryWatch::waitOnce(milliseconds patience) {
    std::array<pollfd, 2> waiting{pollfd{waker_.number(), POLLIN, 0},
                                  pollfd{inotify_.number(), POLLIN, 0}};
    ::poll(waiting.data(), waiting.size(), static_cast<int>(patience.count()));
    if (waiting[0].revents != 0) {
        std::uint64_t woken = 0;
        [[maybe_unused]] const ssize_t cleared = ::read(waker_.number(), &woken, sizeof(woken));
    }
    return waiting[1].revents != 0 && drain() ? Seen::Change : Seen::Nothing;
}

/// Reads all there is; whether any of it matters. Watches that were taken away do not.
bool DirectoryWatch::drain() {
    bool any = false;
    alignas(inotify_event) std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t count = ::read(inotify_.number(), buffer.data(), buffer.size());
        if (count <= 0) return any;
        for (const char* at = buffer.data(); at < buffer.data() + count;) {
            const auto* event = reinterpret_cast<const inotify_event*>(at);
            any = any || matters(*event);
            at += sizeof(inotify_event) + event->len;
        }
    }
}

void DirectoryWatch::wake() {
    const std::uint64_t one = 1;
    // An eventfd takes them, or is set already.
    [[maybe_unused]] const ssize_t told = ::write(waker_.number(), &one, sizeof(one));
}

}  // namespace toolhost::loader
