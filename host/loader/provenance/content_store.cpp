#include "loader/provenance/content_store.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <utility>

#include "base/durable_file.hpp"
#include "base/ids.hpp"
#include "loader/provenance/checked_directory.hpp"
#include "loader/provenance/plugin_signature.hpp"
#include "store/private_file.hpp"

namespace toolhost::loader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSha256Digits = 64;
constexpr mode_t kReadOnly = S_IRUSR;

std::string copyName(const ContentName& content) {
    return content.sha256 + std::string(endingOf(content.form));
}

std::string signatureName(const ContentName& content) {
    return copyName(content) + kSignatureEnding;
}

/// Writes beside the file and renames, so that nobody ever sees half of it.
int writeWhole(const fs::path& file, std::string_view bytes) {
    const fs::path beside = file.string() + ".new-" + base::randomHexId();
    const base::Descriptor written(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kReadOnly));
    if (!written.isOpen()) return errno;
    int failure = base::writeDurably(written, bytes) ? 0 : errno;
    if (failure == 0 && ::rename(beside.c_str(), file.c_str()) != 0) failure = errno;
    if (failure != 0) ::unlink(beside.c_str());
    if (failure == 0 && !base::syncDirectory(file.parent_path())) failure = errno;
    return failure;
}

base::Result<base::Done> refuseNoExec(const fs::path& directory) {
    struct statvfs system {};
    if (::statvfs(directory.c_str(), &system) != 0) {
        return base::systemError("look at " + directory.string(), errno);
    }
    if ((system.f_flag & ST_NOEXEC) == 0) return base::Done{};
    return base::Error{"keep plugins in " + directory.string() +
                       ": nothing may run from its file system (noexec); set plugins.store to a "
                       "directory on another one"};
}

/// Whether the file holds exactly these bytes; it was 0400 in a directory of 0700, so what else it
/// holds is damage.
bool holds(const fs::path& directory, const std::string& name, std::string_view bytes) {
    const auto opened = CheckedDirectory::open(directory, Policy::Off);
    if (!opened) return false;
    const auto read = opened.value().read(name, bytes.size());
    return read.ok() && read.value().bytes == bytes;
}

/// A copy, its signature, or one that was never finished; not whatever else an admin keeps there.
bool isOurs(std::string_view name) {
    if (name.find_first_not_of("0123456789abcdef") != kSha256Digits) return false;
    name.remove_prefix(kSha256Digits);
    return name.starts_with(kLibraryEnding) || name.starts_with(kDeclaredEnding);
}

/// Whether it is what these copies consist of, and whole.
bool isNeeded(const std::string& name, const std::set<std::string>& sha256s) {
    const std::string sha256 = name.substr(0, kSha256Digits);
    const auto isOf = [&name, &sha256](PluginForm form) {
        return name == copyName({sha256, form}) || name == signatureName({sha256, form});
    };
    return sha256s.contains(sha256) && (isOf(PluginForm::Library) || isOf(PluginForm::Declared));
}

}  // namespace

ContentStore::ContentStore(fs::path directory, Lasts lasts)
    : directory_(std::move(directory)), lasts_(lasts) {}

ContentStore::ContentStore(ContentStore&& other) noexcept
    : directory_(std::move(other.directory_)), lasts_(std::exchange(other.lasts_, Lasts::Always)) {}

ContentStore::~ContentStore() {
    if (lasts_ == Lasts::Always) return;
    std::error_code left_behind;  // the system clears its temporary directory
    fs::remove_all(directory_, left_behind);
}

base::Result<ContentStore> ContentStore::open(const fs::path& directory) {
    std::error_code failed;
    const fs::path whole = fs::absolute(directory, failed);
    if (failed)
        return base::Error{"keep plugins in " + directory.string() + ": " + failed.message()};
    if (const auto done = store::ensurePrivateDirectory(whole.parent_path()); !done)
        return done.error();
    if (const auto done = store::ensurePrivateDirectory(whole); !done) return done.error();
    if (const auto done = refuseNoExec(whole); !done) return done.error();
    return ContentStore(whole, Lasts::Always);
}

base::Result<ContentStore> ContentStore::temporary(const fs::path& below) {
    std::string name = (below / "toolhost-plugins-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        return base::systemError("make a temporary directory in " + below.string(), errno);
    }
    ContentStore store(fs::absolute(name), Lasts::ForThisObject);
    if (const auto done = refuseNoExec(store.directory_); !done) return done.error();
    return store;
}

base::Result<fs::path> ContentStore::keep(std::string_view bytes,
                                          const ContentName& content) const {
    const std::string name = copyName(content);
    if (holds(directory_, name, bytes)) return directory_ / name;
    const int failure = writeWhole(directory_ / name, bytes);
    if (failure != 0) return base::systemError("keep a copy in " + directory_.string(), failure);
    return directory_ / name;
}

base::Result<base::Done> ContentStore::keepSignature(std::string_view text,
                                                     const ContentName& content) const {
    const std::string name = signatureName(content);
    if (holds(directory_, name, text)) return base::Done{};
    const int failure = writeWhole(directory_ / name, text);
    if (failure == 0) return base::Done{};
    return base::systemError("keep a signature in " + directory_.string(), failure);
}

base::Result<KeptContent> ContentStore::read(const fs::path& directory,
                                             const ContentName& content,
                                             std::size_t bytes_max) {
    const auto opened = CheckedDirectory::open(directory, Policy::Off);
    if (!opened) return opened.error();
    auto copy = opened.value().read(copyName(content), bytes_max);
    if (!copy) return copy.error();
    KeptContent kept{std::move(copy.value().bytes), std::nullopt};
    if (!opened.value().has(signatureName(content))) return kept;
    auto signature = opened.value().read(signatureName(content), kSignatureBytesMax);
    if (!signature) return signature.error();
    kept.signature = std::move(signature.value().bytes);
    return kept;
}

base::Result<base::Done> ContentStore::sweep(const std::set<std::string>& sha256s) const {
    std::error_code failed;
    for (fs::directory_iterator it(directory_, failed), end; !failed && it != end;
         it.increment(failed)) {
        const std::string name = it->path().filename();
        if (!isOurs(name) || isNeeded(name, sha256s)) continue;
        fs::remove(it->path(), failed);
        if (failed) break;
    }
    if (!failed) return base::Done{};
    return base::Error{"remove old copies from " + directory_.string() + ": " + failed.message()};
}

}  // namespace toolhost::loader
