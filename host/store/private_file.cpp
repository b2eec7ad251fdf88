#include "store/private_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/descriptor.hpp"

namespace toolhost::store {
namespace {

constexpr mode_t kOwnerOnlyFile = S_IRUSR | S_IWUSR;
constexpr mode_t kOwnerOnlyDirectory = S_IRWXU;
constexpr mode_t kWritableByOthers = S_IWGRP | S_IWOTH;
constexpr mode_t kRightsOfOthers = S_IRWXG | S_IRWXO;

base::Result<base::Done> tightenExisting(const std::filesystem::path& file) {
    struct stat found {};
    if (lstat(file.c_str(), &found) != 0)
        return base::systemError("look at " + file.string(), errno);
    if (!S_ISREG(found.st_mode)) {
        return base::Error{"open " + file.string() +
                           ": it is not a regular file; move it away or name another"};
    }
    if ((found.st_mode & kRightsOfOthers) == 0) return base::Done{};
    if (chmod(file.c_str(), kOwnerOnlyFile) != 0) {
        return base::systemError("take the rights of others away from " + file.string(), errno);
    }
    return base::Done{};
}

}  // namespace

base::Result<base::Done> ensurePrivateDirectory(const std::filesystem::path& directory) {
    const std::string attempted = "keep state in " + directory.string();
    std::error_code failure;
    if (directory.has_parent_path()) {
        std::filesystem::create_directories(directory.parent_path(), failure);
    }
    if (failure) return base::Error{attempted + ": " + failure.message()};
    if (mkdir(directory.c_str(), kOwnerOnlyDirectory) != 0 && errno != EEXIST) {
        return base::systemError(attempted, errno);
    }
    struct stat found {};
    if (stat(directory.c_str(), &found) != 0) return base::systemError(attempted, errno);
    if (!S_ISDIR(found.st_mode)) {
        return base::Error{attempted + ": it is not a directory; name another"};
    }
    if ((found.st_mode & kWritableByOthers) != 0) {
        return base::Error{attempted + ": others may write there; run 'chmod 700 " +
                           directory.string() + "'"};
    }
    return base::Done{};
}

base::Result<base::Done> ensurePrivateFile(const std::filesystem::path& file) {
    const int created =
        ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnlyFile);
    if (created >= 0) {
        ::close(created);
        return base::Done{};
    }
    if (errno != EEXIST) return base::systemError("create " + file.string(), errno);
    return tightenExisting(file);
}

}  // namespace toolhost::store
