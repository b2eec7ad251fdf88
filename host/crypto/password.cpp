#include "crypto/password.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <optional>

#include "base/base64.hpp"
#include "base/ids.hpp"
#include "crypto/digest.hpp"
#include "crypto/openssl.hpp"

namespace toolhost::crypto {
namespace {

constexpr std::string_view kHead = "$scrypt$ln=";
constexpr std::string_view kParameters = ",r=8,p=1$";
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr unsigned kLog2Max = 20;
// OpenSSL's own bound of 32 MiB refuses the default effort.
constexpr std::uint64_t kMemoryBytesMax = 2ULL << 30U;

using KdfPointer = std::unique_ptr<EVP_KDF, FreedBy<EVP_KDF_free>>;
using KdfContextPointer = std::unique_ptr<EVP_KDF_CTX, FreedBy<EVP_KDF_CTX_free>>;

EVP_KDF* scryptAlgorithm() {
    static const KdfPointer kAlgorithm(EVP_KDF_fetch(nullptr, "SCRYPT", nullptr));
    return kAlgorithm.get();
}

/// OpenSSL takes what it only reads as if it wrote it.
OSSL_PARAM octets(const char* name, std::string_view bytes) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(bytes.data()), bytes.size());
}

base::Result<std::string> derive(const base::Secret& password,
                                 std::string_view salt,
                                 PasswordEffort effort) {
    std::uint64_t n = std::uint64_t{1} << effort.log2_n;
    std::uint32_t r = 8;
    std::uint32_t p = 1;
    std::uint64_t memory_bytes_max = kMemoryBytesMax;
    const std::array<OSSL_PARAM, 7> parameters{
        octets(OSSL_KDF_PARAM_PASSWORD, password.reveal()),
        octets(OSSL_KDF_PARAM_SALT, salt),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory_bytes_max),
        OSSL_PARAM_construct_end()};
    const KdfContextPointer context(EVP_KDF_CTX_new(scryptAlgorithm()));
    std::array<unsigned char, kHashBytes> hash{};
    if (!context ||
        EVP_KDF_derive(context.get(), hash.data(), hash.size(), parameters.data()) != 1) {
        return opensslError("hash a password");
    }
    return std::string(hash.begin(), hash.end());
}

struct KeptPassword {
    PasswordEffort effort;
    std::string salt;
    std::string hash;
};

std::optional<KeptPassword> readKept(std::string_view kept) {
    if (!kept.starts_with(kHead)) return std::nullopt;
    kept.remove_prefix(kHead.size());
    KeptPassword read;
    const auto [end, failed] =
        std::from_chars(kept.data(), kept.data() + kept.size(), read.effort.log2_n);
    kept.remove_prefix(static_cast<std::size_t>(end - kept.data()));
    const bool is_effort =
        failed == std::errc() && read.effort.log2_n >= 1 && read.effort.log2_n <= kLog2Max;
    if (!is_effort || !kept.starts_with(kParameters)) return std::nullopt;
    kept.remove_prefix(kParameters.size());
    const auto dollar = kept.find('$');
    if (dollar == std::string_view::npos) return std::nullopt;
    auto salt = base::decodeBase64Url(kept.substr(0, dollar));
    auto hash = base::decodeBase64Url(kept.substr(dollar + 1));
    if (!salt || !hash || hash->size() != kHashBytes) return std::nullopt;
    read.salt = *std::move(salt);
    read.hash = *std::move(hash);
    return read;
}

/// HMAC, which scrypt is made of, takes a key and the same with zeros behind it for one.
bool hasNul(const base::Secret& password) {
    return password.reveal().find('\0') != std::string_view::npos;
}

}  // namespace

base::Result<std::string> hashPassword(const base::Secret& password, PasswordEffort effort) {
    if (hasNul(password)) return base::Error{"hash a password: it has a NUL in it"};
    const std::string salt = base::randomBytes(kSaltBytes);
    const auto hash = derive(password, salt, effort);
    if (!hash.ok()) return hash.error();
    return std::string(kHead) + std::to_string(effort.log2_n) + std::string(kParameters) +
           base::encodeBase64Url(salt) + '$' + base::encodeBase64Url(hash.value());
}

bool isPassword(const base::Secret& password, std::string_view kept) {
    const auto read = readKept(kept);
    if (!read) return false;
    const auto hash = derive(password, read->salt, read->effort);
    return hash.ok() && equalInConstantTime(hash.value(), read->hash) && !hasNul(password);
}

}  // namespace toolhost::crypto
