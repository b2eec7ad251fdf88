#include "control/ownership.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace toolhost::control {
namespace {

constexpr mode_t kPrivateFolder = 0700;
constexpr mode_t kPrivateFile = 0600;

/// Parents get the usual mode, the directory itself is ours alone.
std::optional<base::Error> makeDirectory(const std::filesystem::path& directory) {
    std::error_code error;
    if (directory.has_parent_path()) {
        std::filesystem::create_directories(directory.parent_path(), error);
    }
    if (error) {
        return base::Error{"make " + directory.parent_path().string() + ": " + error.message() +
                           "; choose another state.directory or make it"};
    }
    if (::mkdir(directory.c_str(), kPrivateFolder) == 0 || errno == EEXIST) return std::nullopt;
    return base::systemError("make the state directory " + directory.string(),
                             errno,
                             "choose another state.directory or make it");
}

std::optional<base::Error> refuseDirectory(const std::filesystem::path& directory) {
    struct stat status {};
    if (::stat(directory.c_str(), &status) != 0) {
        return base::systemError("look at the state directory " + directory.string(),
                                 errno,
                                 "check state.directory and its parents");
    }
    if (!S_ISDIR(status.st_mode)) {
        return base::Error{"the state directory " + directory.string() +
                           " is not a directory; choose another state.directory"};
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return base::Error{"the state directory " + directory.string() +
                           " is open to group or others; run: chmod 700 " + directory.string()};
    }
    return std::nullopt;
}

/// The number an owner wrote; 0 when there is none or that process is gone.
pid_t readPid(int lock) {
    std::array<char, 16> text{};
    const auto size = ::pread(lock, text.data(), text.size(), 0);
    pid_t pid = 0;
    if (size > 0) std::from_chars(text.data(), text.data() + size, pid);
    const bool gone = pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
    return gone ? 0 : pid;
}

/// For people and for OwnedByAnother; the lock holds without it.
bool writePid(int lock) {
    const std::string text = std::to_string(::getpid()) + "\n";
    return ::ftruncate(lock, 0) == 0 &&
           ::pwrite(lock, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

}  // namespace

Ownership::Ownership(std::filesystem::path directory, base::Descriptor lock)
    : directory_(std::move(directory)), lock_(std::move(lock)) {}

base::Result<std::variant<Ownership, OwnedByAnother>> Ownership::take(
    const std::filesystem::path& state_directory) {
    using Outcome = std::variant<Ownership, OwnedByAnother>;
    if (auto failed = makeDirectory(state_directory)) return *failed;
    if (auto refused = refuseDirectory(state_directory)) return *refused;
    const auto file = state_directory / "owner.lock";
    base::Descriptor lock(
        ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kPrivateFile));
    if (!lock.isOpen())
        return base::systemError("open " + file.string(), errno, "check who owns it");
    if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return Outcome(OwnedByAnother{readPid(lock.number())});
        return base::systemError(
            "lock " + file.string(), errno, "keep state on a local file system");
    }
    if (!writePid(lock.number())) {
        return base::systemError("write " + file.string(), errno, "check the disk's free space");
    }
    return Outcome(Ownership(state_directory, std::move(lock)));
}

}  // namespace toolhost::control
