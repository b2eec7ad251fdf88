#include "crypto/secret_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/base64.hpp"
#include "base/durable_file.hpp"
#include "base/ids.hpp"
#include "base/text.hpp"

namespace toolhost::crypto {
namespace {

constexpr std::size_t kFileBytesMax = 64U << 10U;
constexpr std::size_t kKeyBytesMin = 16;

/// What is wrong with who may read the file; empty when nothing is.
std::string accessFault(const struct stat& status) {
    if (!S_ISREG(status.st_mode)) return "it is not a regular file";
    if ((status.st_mode & 077U) != 0) {
        return "group or others may use it; run chmod 600 on it, and replace the secret if it was "
               "readable";
    }
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        return "it belongs to another user; give it to the user that runs toolhost";
    }
    if (status.st_size > static_cast<off_t>(kFileBytesMax)) return "it is longer than 64 KiB";
    return {};
}

base::Result<base::Secret> readAll(const base::Descriptor& descriptor,
                                   const std::string& attempted) {
    std::string contents(kFileBytesMax + 1, '\0');
    std::size_t filled = 0;
    while (filled < contents.size()) {
        const ssize_t got =
            ::read(descriptor.number(), contents.data() + filled, contents.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return base::systemError(attempted, errno);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    base::Secret wiped_later(std::move(contents));
    if (filled > kFileBytesMax) return base::Error{attempted + ": it is longer than 64 KiB"};
    return base::Secret(std::string(wiped_later.reveal().substr(0, filled)));
}

/// What is missing above it is made private too: it may be the state directory, which must be.
base::Result<base::Done> ensureDirectory(const std::filesystem::path& directory) {
    constexpr mode_t kOwnerOnly = 0700;
    std::error_code failure;
    if (std::filesystem::is_directory(directory, failure)) return base::Done{};
    if (directory.has_relative_path()) {
        if (auto above = ensureDirectory(directory.parent_path()); !above) return above;
    }
    if (::mkdir(directory.c_str(), kOwnerOnly) == 0 || errno == EEXIST) return base::Done{};
    return base::systemError("create directory " + directory.string(), errno);
}

/// Writes beside the file, then links it into place: link() refuses an existing name, rename()
/// would replace it.
int createWhole(const std::filesystem::path& file, std::string_view contents) {
    const std::string beside = file.string() + ".new-" + base::randomHexId();
    const base::Descriptor descriptor(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!descriptor.isOpen()) return errno;
    int failure = base::writeDurably(descriptor, contents) ? 0 : errno;
    if (failure == 0 && ::link(beside.c_str(), file.c_str()) != 0) failure = errno;
    ::unlink(beside.c_str());
    if (failure == 0 && !base::syncDirectory(file.parent_path())) failure = errno;
    return failure;
}

}  // namespace

base::Result<base::Secret> readSecretFile(const std::filesystem::path& file) {
    const std::string attempted = "read secret file " + file.string();
    const base::Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!descriptor.isOpen()) return base::systemError(attempted, errno);
    struct stat status {};
    if (::fstat(descriptor.number(), &status) != 0) return base::systemError(attempted, errno);
    if (const std::string fault = accessFault(status); !fault.empty()) {
        return base::Error{attempted + ": " + fault};
    }
    return readAll(descriptor, attempted);
}

base::Result<base::Done> createSecretFile(const std::filesystem::path& file,
                                          std::string_view contents) {
    if (auto directory = ensureDirectory(std::filesystem::absolute(file).parent_path());
        !directory) {
        return directory.error();
    }
    const int failure = createWhole(std::filesystem::absolute(file), contents);
    if (failure != 0) return base::systemError("create secret file " + file.string(), failure);
    return base::Done{};
}

base::Result<base::Secret> ensureSecretKey(const std::filesystem::path& file,
                                           std::size_t key_bytes) {
    std::error_code absent;
    if (!std::filesystem::exists(file, absent)) {
        const base::Secret text(base::encodeBase64Url(base::randomBytes(key_bytes)) + '\n');
        if (auto created = createSecretFile(file, text.reveal()); !created) return created.error();
    }
    auto text = readSecretFile(file);
    if (!text) return text.error();
    std::string_view line = text.value().reveal();
    if (line.ends_with('\n')) line.remove_suffix(1);
    auto key = base::decodeBase64Url(line);
    if (!key || key->size() < kKeyBytesMin) {
        return base::Error{"read key " + file.string() +
                           ": it is not one line of base64url with at least 16 bytes; restore it "
                           "from a backup, or remove it to have a new one made"};
    }
    return base::Secret(std::move(*key));
}

}  // namespace toolhost::crypto
