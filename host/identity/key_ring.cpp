#include "identity/key_ring.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace toolhost::identity {
namespace {

constexpr std::string_view kActiveFile = "token-signing.pem";
constexpr std::string_view kRetiredPrefix = "token-retired-";

using Files = std::vector<std::filesystem::path>;

base::Result<Files> retiredFilesIn(const std::filesystem::path& directory) {
    Files files;
    std::error_code failure;
    std::filesystem::directory_iterator entries(directory, failure);
    for (; !failure && entries != std::filesystem::directory_iterator();
         entries.increment(failure)) {
        const auto& file = entries->path();
        if (file.filename().string().starts_with(kRetiredPrefix) && file.extension() == ".pem") {
            files.push_back(file);
        }
    }
    if (failure) {
        return base::Error{"list keys in " + directory.string() + ": " + failure.message()};
    }
    std::sort(files.begin(), files.end());
    return files;
}

base::Result<std::vector<crypto::SigningKey>> loadAll(const Files& files) {
    std::vector<crypto::SigningKey> keys;
    for (const auto& file : files) {
        auto key = crypto::SigningKey::load(file);
        if (!key) return key.error();
        keys.push_back(std::move(key).value());
    }
    return keys;
}

}  // namespace

KeyRing::KeyRing(crypto::SigningKey active, std::vector<crypto::SigningKey> retired)
    : active_(std::move(active)), retired_(std::move(retired)) {}

base::Result<KeyRing> KeyRing::open(const std::filesystem::path& directory) {
    auto active = crypto::SigningKey::ensure(directory / kActiveFile, crypto::Algorithm::Es256);
    if (!active) return base::because("open the token signing key", active.error());
    const auto files = retiredFilesIn(directory);
    if (!files) return files.error();
    auto retired = loadAll(files.value());
    if (!retired) return base::because("open a retired token key", retired.error());
    return KeyRing(std::move(active).value(), std::move(retired).value());
}

const crypto::VerifyingKey* KeyRing::find(std::string_view key_id) const {
    if (active_.id() == key_id) return &active_.verifyingKey();
    for (const auto& key : retired_) {
        if (key.id() == key_id) return &key.verifyingKey();
    }
    return nullptr;
}

std::string KeyRing::jwks() const {
    std::string set = R"({"keys":[)" + active_.verifyingKey().publicJwk();
    for (const auto& key : retired_) {
        set += ',' + key.verifyingKey().publicJwk();
    }
    return set + "]}";
}

}  // namespace toolhost::identity
