#pragma once

#include <chrono>
#include <filesystem>
#include <vector>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace toolhost::loader {

/// Tells when something in a few directories changes, by inotify.
class DirectoryWatch {
public:
    enum class Seen { Nothing, Change };

    static base::Result<DirectoryWatch> open();

    /// [control] Watches these instead of those before. One that is not there is passed over. What
    /// changes from here on is told; whoever calls this looks at the directories afterwards.
    void follow(const std::vector<std::filesystem::path>& directories);

    /// [one thread] Waits for a change and then until nothing has changed for a moment, so that
    /// many files put there at once are one change. Nothing when `patience` is over first, or
    /// somebody wakes it.
    Seen wait(std::chrono::milliseconds patience);

    /// [any thread] Ends the wait that is under way, or the next one.
    void wake();

private:
    DirectoryWatch(base::Descriptor inotify, base::Descriptor waker);

    Seen waitOnce(std::chrono::milliseconds patience);
    bool drain();

    base::Descriptor inotify_;
    base::Descriptor waker_;  // an eventfd
    std::vector<int> watches_;
};

}  // namespace toolhost::loader
