#include "crypto/sealer.hpp"

#include <openssl/err.h>
#include <optional>
#include <system_error>
#include <utility>

#include "base/base64.hpp"
#include "base/ids.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "crypto/openssl.hpp"
#include "crypto/secret_file.hpp"

namespace toolhost::crypto {
namespace {

// Sealed text: version ‖ first bytes of the key's SHA-256 ‖ nonce ‖ ciphertext ‖ tag. A random
// nonce is good for 2^32 texts a key (NIST SP 800-38D §8.3).
constexpr char kVersion = 1;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kKeyNameBytes = 4;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kHeadBytes = 1 + kKeyNameBytes;
constexpr std::string_view kDerivation = "toolhost-derived-key/1 ";
constexpr std::size_t kSealedBytesMin = kHeadBytes + kNonceBytes + kTagBytes;

using CipherPointer = std::unique_ptr<EVP_CIPHER, FreedBy<EVP_CIPHER_free>>;

const EVP_CIPHER* cipher() {
    static const CipherPointer kCipher(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
    return kCipher.get();
}

const unsigned char* unsignedBytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* writable(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

std::string headOf(const base::Secret& key) {
    std::string head(1, kVersion);
    head += bytesOf(sha256(key.reveal())).substr(0, kKeyNameBytes);
    return head;
}

/// Feeds what the tag covers but nobody hides: head and binding.
bool bind(EVP_CIPHER_CTX* context, std::string_view head, std::string_view bound_to) {
    int ignored = 0;
    for (const auto part : {head, bound_to}) {
        if (EVP_CipherUpdate(
                context, nullptr, &ignored, unsignedBytes(part), static_cast<int>(part.size())) !=
            1) {
            return false;
        }
    }
    return true;
}

enum class Direction : int { Open = 0, Seal = 1 };

CipherContextPointer start(const base::Secret& key, std::string_view nonce, Direction direction) {
    CipherContextPointer context(EVP_CIPHER_CTX_new());
    if (!context || EVP_CipherInit_ex2(context.get(),
                                       cipher(),
                                       unsignedBytes(key.reveal()),
                                       unsignedBytes(nonce),
                                       static_cast<int>(direction),
                                       nullptr) != 1) {
        return nullptr;
    }
    return context;
}

std::optional<std::string> decrypt(const base::Secret& key,
                                   std::string_view sealed,
                                   std::string_view bound_to) {
    const auto head = sealed.substr(0, kHeadBytes);
    const auto nonce = sealed.substr(kHeadBytes, kNonceBytes);
    std::string tag(sealed.substr(sealed.size() - kTagBytes));
    const auto body = sealed.substr(kHeadBytes + kNonceBytes, sealed.size() - kSealedBytesMin);
    const auto context = start(key, nonce, Direction::Open);
    std::string text(body.size(), '\0');
    int length = 0;
    const bool good =
        context && bind(context.get(), head, bound_to) &&
        EVP_CipherUpdate(context.get(),
                         writable(text),
                         &length,
                         unsignedBytes(body),
                         static_cast<int>(body.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(
            context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagBytes), tag.data()) == 1 &&
        EVP_CipherFinal_ex(context.get(), writable(text) + length, &length) == 1;
    if (!good) ERR_clear_error();
    return good ? std::optional(std::move(text)) : std::nullopt;
}

base::Result<std::vector<base::Secret>> keysFrom(const base::Secret& text) {
    std::vector<base::Secret> keys;
    for (const auto& line : base::splitList(text.reveal(), '\n')) {
        auto key = base::decodeBase64Url(line);
        if (!key || key->size() != kKeyBytes) {
            return base::Error{"line " + std::to_string(keys.size() + 1) +
                               " is not a base64url key of 32 bytes"};
        }
        keys.emplace_back(std::move(*key));
    }
    if (keys.empty()) return base::Error{"the file holds no key"};
    return keys;
}

}  // namespace

Sealer::Sealer(std::vector<base::Secret> keys) : keys_(std::move(keys)) {}

base::Result<Sealer> Sealer::ensure(const std::filesystem::path& file) {
    std::error_code absent;
    if (!std::filesystem::exists(file, absent)) {
        const base::Secret line(base::encodeBase64Url(base::randomBytes(kKeyBytes)) + '\n');
        if (auto made = createSecretFile(file, line.reveal()); !made) return made.error();
    }
    const auto text = readSecretFile(file);
    if (!text) return text.error();
    auto keys = keysFrom(text.value());
    if (!keys) return base::because("read sealing keys " + file.string(), keys.error());
    return Sealer(std::move(keys).value());
}

Sealer Sealer::ephemeral() {
    std::vector<base::Secret> keys;
    keys.emplace_back(base::randomBytes(kKeyBytes));
    return Sealer(std::move(keys));
}

Sealer Sealer::deriveFor(std::string_view purpose) const {
    const std::string named = std::string(kDerivation).append(purpose);
    std::vector<base::Secret> derived;
    for (const auto& key : keys_) {
        derived.emplace_back(std::string(bytesOf(hmacSha256(key.reveal(), named))));
    }
    return Sealer(std::move(derived));
}

base::Result<std::string> Sealer::seal(std::string_view text, std::string_view bound_to) const {
    const base::Secret& key = keys_.front();
    std::string sealed = headOf(key);
    const std::string nonce = base::randomBytes(kNonceBytes);
    const auto context = start(key, nonce, Direction::Seal);
    if (!context || !bind(context.get(), sealed, bound_to)) return opensslError("seal");
    std::string body(text.size() + kTagBytes, '\0');
    int length = 0;
    if (EVP_CipherUpdate(context.get(),
                         writable(body),
                         &length,
                         unsignedBytes(text),
                         static_cast<int>(text.size())) != 1 ||
        EVP_CipherFinal_ex(context.get(), writable(body) + length, &length) != 1 ||
        EVP_CIPHER_CTX_ctrl(context.get(),
                            EVP_CTRL_AEAD_GET_TAG,
                            static_cast<int>(kTagBytes),
                            body.data() + text.size()) != 1) {
        return opensslError("seal");
    }
    return sealed + nonce + body;
}

base::Result<std::string> Sealer::open(std::string_view sealed, std::string_view bound_to) const {
    if (sealed.size() >= kSealedBytesMin) {
        for (const auto& key : keys_) {
            if (!sealed.starts_with(headOf(key))) continue;
            if (auto text = decrypt(key, sealed, bound_to)) return std::move(*text);
        }
    }
    return base::Error{
        "open sealed text: it was changed, belongs to someone else, or is older than the keys"};
}

}  // namespace toolhost::crypto
