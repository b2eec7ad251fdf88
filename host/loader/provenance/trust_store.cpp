#include "loader/provenance/trust_store.hpp"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace toolhost::loader {
namespace {

constexpr const char* kKeyEnding = ".pub";
constexpr std::size_t kFileBytesMax = 1U << 20U;

bool isSha256(std::string_view text) {
    return text.size() == 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// An RFC 7638 thumbprint in base64url.
bool isKeyId(const std::string& text) {
    const auto bytes = base::decodeBase64Url(text);
    return bytes && bytes->size() == 32;
}

/// One entry a line; what follows it on its line, and lines that begin with '#', are for people.
base::Result<std::set<std::string>> parseList(std::string_view text) {
    std::set<std::string> entries;
    for (const auto line : base::split(text, '\n')) {
        const auto said = base::trim(line);
        if (said.empty() || said.front() == '#') continue;
        std::string entry(said.substr(0, said.find_first_of(" \t\r")));
        if (!isSha256(entry) && !isKeyId(entry)) {
            return base::Error{base::quoted(entry) +
                               " is neither a SHA-256 in hexadecimal nor a key's id"};
        }
        entries.insert(std::move(entry));
    }
    return entries;
}

}  // namespace

base::Result<TrustStore> TrustStore::open(const std::filesystem::path& directory,
                                          Policy permissions,
                                          const Custodian& custodian) {
    TrustStore store(directory);
    std::error_code unknown;
    if (!std::filesystem::exists(directory, unknown) && !unknown) return store;
    const std::string attempted = "read the trusted plugin keys";
    const auto files = CheckedDirectory::open(directory, permissions, custodian);
    if (!files) return base::because(attempted, files.error());
    if (const auto done = store.readKeys(files.value()); !done)
        return base::because(attempted, done.error());
    if (const auto done = store.readLists(files.value()); !done)
        return base::because(attempted, done.error());
    return store;
}

base::Result<std::string> TrustStore::readFile(const CheckedDirectory& files,
                                               const std::string& name) {
    auto read = files.read(name, kFileBytesMax);
    if (!read) return read.error();
    if (const Finding* fault = findRefusal(read.value().findings)) {
        return base::Error{textOf(*fault)};
    }
    if (findings_.empty()) findings_ = read.value().findings;
    return std::move(read.value().bytes);
}

base::Result<base::Done> TrustStore::readKeys(const CheckedDirectory& files) {
    const auto names = files.names(kKeyEnding);
    if (!names) return names.error();
    for (const auto& name : names.value()) {
        const auto text = readFile(files, name);
        if (!text) return text.error();
        auto key = parsePublicKey(text.value());
        if (!key) return base::because((directory_ / name).string(), key.error());
        keys_.push_back({std::filesystem::path(name).stem(), std::move(key).value()});
    }
    return base::Done{};
}

base::Result<base::Done> TrustStore::readLists(const CheckedDirectory& files) {
    for (const auto& [name, list] : {std::pair{"allowed", &TrustStore::allowed_},
                                     std::pair{"revoked", &TrustStore::revoked_}}) {
        std::error_code unknown;
        if (!std::filesystem::exists(directory_ / name, unknown) && !unknown) continue;
        const auto text = readFile(files, name);
        if (!text) return text.error();
        auto entries = parseList(text.value());
        if (!entries) return base::because((directory_ / name).string(), entries.error());
        this->*list = std::move(entries).value();
    }
    return base::Done{};
}

const TrustedKey* TrustStore::find(const std::string& key_id) const {
    const auto found = std::find_if(keys_.begin(), keys_.end(), [&key_id](const TrustedKey& key) {
        return key.key.key.id() == key_id;
    });
    return found == keys_.end() ? nullptr : &*found;
}

bool TrustStore::isAllowed(const std::string& sha256) const {
    return allowed_.contains(sha256);
}

bool TrustStore::isRevoked(const std::string& sha256_or_key) const {
    return revoked_.contains(sha256_or_key);
}

}  // namespace toolhost::loader
