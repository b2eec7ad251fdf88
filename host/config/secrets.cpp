#include "config/secrets.hpp"

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "base/text.hpp"

namespace toolhost::config {
namespace {

constexpr std::size_t kSecretBytesMax = std::size_t{64} << 10U;

/// systemd keeps credentials in a directory of the service alone; an access list shows there as
/// group bits, so they say nothing.
enum class Guard { Mode, Systemd };

class File {
public:
    /// Without blocking, should it be a pipe.
    explicit File(const std::filesystem::path& path)
        : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File(File&&) = delete;
    File& operator=(File&&) = delete;
    ~File() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

base::Error failed(const std::filesystem::path& path, int code) {
    return {"cannot read " + path.string() + ": " + std::generic_category().message(code) +
            "; check the path and who may read it"};
}

std::optional<base::Error> refuseFile(const File& file,
                                      const std::filesystem::path& path,
                                      Guard guard) {
    struct stat status {};
    if (file.number() < 0 || ::fstat(file.number(), &status) != 0) return failed(path, errno);
    if (!S_ISREG(status.st_mode)) return base::Error{path.string() + " is not a file"};
    if (guard == Guard::Mode && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return base::Error{path.string() + " may be touched by group or others; run: chmod 600 " +
                           path.string()};
    }
    return std::nullopt;
}

base::Result<base::Secret> secretOf(std::string text, const std::string& source) {
    if (!text.empty() && text.back() == '\n') text.pop_back();
    if (!text.empty() && text.back() == '\r') text.pop_back();
    if (text.empty()) return base::Error{source + " is empty; put the secret there"};
    return base::Secret(std::move(text));
}

base::Result<base::Secret> readSecret(const std::filesystem::path& path, Guard guard) {
    const File file(path);
    if (auto refused = refuseFile(file, path, guard)) return *refused;
    std::string text(kSecretBytesMax + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const auto count = ::read(file.number(), &text[size], text.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed(path, errno);
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
    }
    if (size > kSecretBytesMax) {
        return base::Error{path.string() + " is larger than 64 KiB and cannot be a secret"};
    }
    text.resize(size);
    return secretOf(std::move(text), path.string());
}

base::Result<std::filesystem::path> credentialFile(std::string_view name,
                                                   const Environment& environment) {
    const bool plain =
        !name.empty() && name.front() != '.' && name.find('/') == std::string_view::npos;
    if (!plain) return base::Error{"a credential's name has no slash and no leading dot"};
    const auto directory = environment.find("CREDENTIALS_DIRECTORY");
    if (directory == environment.end()) {
        return base::Error{
            "there are no systemd credentials here ($CREDENTIALS_DIRECTORY is not "
            "set); add LoadCredential= to the unit, or use file:/path"};
    }
    return std::filesystem::path(directory->second) / name;
}

base::Result<base::Secret> readVariable(std::string_view name, const Environment& environment) {
    const auto variable = environment.find(name);
    if (variable == environment.end()) {
        return base::Error{
            "the environment has no variable of that name; set it, or use "
            "file:/path"};
    }
    return secretOf(variable->second, "the environment variable");
}

/// What follows the scheme, absent when the reference has another.
std::optional<std::string_view> after(std::string_view scheme, std::string_view reference) {
    if (reference.substr(0, scheme.size()) != scheme) return std::nullopt;
    return reference.substr(scheme.size());
}

}  // namespace

base::Result<base::Secret> resolveSecret(std::string_view reference,
                                         const Environment& environment) {
    if (const auto path = after("file:", reference)) {
        if (path->substr(0, 1) != "/") return base::Error{"file: wants an absolute path"};
        return readSecret(std::filesystem::path(*path), Guard::Mode);
    }
    if (const auto name = after("env:", reference)) return readVariable(*name, environment);
    if (const auto name = after("credential:", reference)) {
        const auto path = credentialFile(*name, environment);
        if (!path) return path.error();
        return readSecret(path.value(), Guard::Systemd);
    }
    return base::Error{
        "a secret is not written here in clear; name where it is kept: file:/path, "
        "env:NAME or credential:NAME"};
}

base::Result<std::filesystem::path> resolveKeyFile(std::string_view reference,
                                                   const Environment& environment) {
    const auto name = after("credential:", reference);
    auto path = name ? credentialFile(*name, environment)
                     : base::Result<std::filesystem::path>(std::filesystem::path(reference));
    if (!path) return path.error();
    if (!path.value().is_absolute()) {
        return base::Error{base::quoted(reference) +
                           " is neither an absolute path nor credential:NAME"};
    }
    if (auto refused =
            refuseFile(File(path.value()), path.value(), name ? Guard::Systemd : Guard::Mode)) {
        return *refused;
    }
    return path;
}

}  // namespace toolhost::config
