#include "loader/provenance/checked_directory.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace toolhost::loader {
namespace {

namespace fs = std::filesystem;

/// O_PATH: what is above the directory need not be readable, only passable.
constexpr int kStepFlags = O_PATH | O_DIRECTORY | O_CLOEXEC;

Finding permissionFault(Policy policy, std::string what, std::string remedy) {
    return {weightOf(policy), "permissions", std::move(what), std::move(remedy)};
}

bool isForeign(const struct stat& status, uid_t user) {
    return status.st_uid != 0 && status.st_uid != user;
}

/// What is wrong with who may change a file or what is in a directory; absent when nothing is.
std::optional<Finding> faultOf(const struct stat& status,
                               const fs::path& path,
                               Policy policy,
                               uid_t user) {
    const std::string name = path.string();
    if (isForeign(status, user)) {
        return permissionFault(
            policy,
            name + " belongs to user " + std::to_string(status.st_uid) +
                ", who could change what the host runs",
            "chown root " + name + ", or give it to the user that runs toolhost");
    }
    if ((status.st_mode & S_IWOTH) != 0) {
        return permissionFault(
            policy,
            "everybody may write " + name +
                ((status.st_mode & S_ISVTX) != 0 ? " (its sticky bit is not enough)" : ""),
            (status.st_mode & S_ISVTX) != 0 ? "keep plugins elsewhere, such as /usr/lib/toolhost"
                                            : "chmod o-w " + name);
    }
    if ((status.st_mode & S_IWGRP) != 0) {
        return permissionFault(policy,
                               "group " + std::to_string(status.st_gid) + " may write " + name,
                               "chmod g-w " + name);
    }
    return std::nullopt;
}

/// What is wrong with a file besides who may write it.
std::optional<Finding> oddityOf(const struct stat& status, const fs::path& path, Policy policy) {
    if ((status.st_mode & (S_ISUID | S_ISGID)) != 0) {
        return permissionFault(policy,
                               path.string() + " runs with another user's rights (setuid)",
                               "chmod ug-s " + path.string());
    }
    if (status.st_nlink != 1) {
        return permissionFault(policy,
                               path.string() +
                                   " has a second name (hard link) by which it could "
                                   "be changed",
                               "put a copy of its own in its place");
    }
    return std::nullopt;
}

Findings faultsOf(const struct stat& status, const fs::path& path, Policy policy, uid_t user) {
    Findings findings;
    for (auto fault : {faultOf(status, path, policy, user), oddityOf(status, path, policy)}) {
        if (fault) findings.push_back(std::move(*fault));
    }
    return findings;
}

bool isBelow(const fs::path& path, const fs::path& above) {
    const auto way = path.lexically_relative(above);
    return !way.empty() && *way.begin() != ".." && *way.begin() != ".";
}

base::Result<std::string> readAll(const base::Descriptor& file,
                                  std::size_t size,
                                  const std::string& attempted) {
    std::string bytes(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        const ssize_t got = ::read(file.number(), bytes.data() + filled, size - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return base::systemError(attempted, errno);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

std::string sizeText(std::size_t bytes) {
    return std::to_string(bytes) + " bytes";
}

}  // namespace

CheckedDirectory::CheckedDirectory(fs::path path, Policy policy, uid_t user)
    : path_(std::move(path)), policy_(policy), user_(user) {}

base::Result<CheckedDirectory> CheckedDirectory::open(const fs::path& directory,
                                                      Policy policy,
                                                      const Custodian& custodian) {
    std::error_code failed;
    const fs::path whole = fs::absolute(directory, failed).lexically_normal();
    if (failed) return base::Error{"open " + directory.string() + ": " + failed.message()};
    CheckedDirectory opened(
        whole.has_filename() ? whole : whole.parent_path(), policy, custodian.user);
    if (const auto done = opened.descend(custodian.above); !done) return done.error();
    return opened;
}

base::Result<base::Done> CheckedDirectory::descend(const fs::path& above) {
    reached_ = "/";
    directory_ = base::Descriptor(::open("/", kStepFlags));
    if (!directory_.isOpen()) return base::systemError("open /", errno);
    for (const auto& name : path_.relative_path()) {
        const fs::path next = reached_ / name;
        const bool is_judged = policy_ != Policy::Off && isBelow(next, above);
        if (auto done = step(name, is_judged); !done) return done;
    }
    return base::Done{};
}

base::Result<base::Done> CheckedDirectory::step(const fs::path& name, bool is_judged) {
    reached_ /= name;
    base::Descriptor next(::openat(directory_.number(), name.c_str(), kStepFlags | O_NOFOLLOW));
    if (!next.isOpen() && (errno == ELOOP || errno == ENOTDIR)) {
        next = base::Descriptor(::openat(directory_.number(), name.c_str(), kStepFlags));
        if (next.isOpen() && is_judged) findings_.push_back(linkFault());
    }
    struct stat status {};
    if (!next.isOpen() || ::fstat(next.number(), &status) != 0) {
        return base::systemError("open the directory " + reached_.string(), errno);
    }
    if (is_judged) {
        if (auto fault = faultOf(status, reached_, policy_, user_)) {
            findings_.push_back(std::move(*fault));
        }
    }
    directory_ = std::move(next);
    return base::Done{};
}

Finding CheckedDirectory::linkFault() const {
    std::error_code unknown;
    return permissionFault(
        policy_,
        reached_.string() + " is a symbolic link, which may lead elsewhere tomorrow",
        "name the directory itself, " + fs::weakly_canonical(path_, unknown).string());
}

base::Result<std::vector<std::string>> CheckedDirectory::names(const std::string& ending) const {
    const std::string attempted = "read the directory " + path_.string();
    const int again = ::openat(directory_.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (again < 0) return base::systemError(attempted, errno);
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::fdopendir(again), ::closedir);
    if (!listing) {
        ::close(again);
        return base::Error{attempted + ": there is no memory for its list"};
    }
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(listing.get())) {
        const std::string name = entry->d_name;
        if (name.size() > ending.size() && name.ends_with(ending)) names.push_back(name);
    }
    if (errno != 0) return base::systemError(attempted, errno);
    std::sort(names.begin(), names.end());
    return names;
}

bool CheckedDirectory::has(const std::string& name) const {
    struct stat status {};
    return ::fstatat(directory_.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

base::Result<FileRead> CheckedDirectory::read(const std::string& name,
                                              std::size_t bytes_max) const {
    const fs::path path = path_ / name;
    const std::string attempted = "read " + path.string();
    const base::Descriptor file(::openat(
        directory_.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.isOpen() && errno == ELOOP) {
        return base::Error{attempted + ": it is a symbolic link; put the file itself there"};
    }
    if (!file.isOpen()) return base::systemError(attempted, errno);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) return base::systemError(attempted, errno);
    if (!S_ISREG(status.st_mode)) return base::Error{attempted + ": it is not a regular file"};
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > bytes_max) {
        return base::Error{attempted + ": it has " + sizeText(size) + ", at most " +
                           sizeText(bytes_max) + " are read; raise plugins.file_bytes_max"};
    }
    FileRead read{{}, findings_};
    if (policy_ != Policy::Off) append(read.findings, faultsOf(status, path, policy_, user_));
    auto bytes = readAll(file, size, attempted);
    if (!bytes) return bytes.error();
    read.bytes = std::move(bytes).value();
    return read;
}

}  // namespace toolhost::loader
