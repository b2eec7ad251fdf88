#include "crypto/digest.hpp"

#include <cstdlib>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>

#include "crypto/openssl.hpp"

namespace toolhost::crypto {
namespace {

using MdPointer = std::unique_ptr<EVP_MD, FreedBy<EVP_MD_free>>;
using MacPointer = std::unique_ptr<EVP_MAC, FreedBy<EVP_MAC_free>>;

// Fetching an algorithm takes longer than using it on a short text, so each is fetched once.
const EVP_MD* sha256Algorithm() {
    static const MdPointer kAlgorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr));
    return kAlgorithm.get();
}

EVP_MAC* hmacAlgorithm() {
    static const MacPointer kAlgorithm(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    return kAlgorithm.get();
}

// A digest cannot fail but for want of memory or of OpenSSL itself; nothing is safe without it.
void require(bool worked) {
    if (!worked) std::abort();
}

const unsigned char* unsignedBytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

Digest sha256(std::string_view bytes) {
    Digest digest{};
    const DigestContextPointer context(EVP_MD_CTX_new());
    require(context && EVP_DigestInit_ex2(context.get(), sha256Algorithm(), nullptr) == 1 &&
            EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
            EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1);
    return digest;
}

Digest hmacSha256(std::string_view key, std::string_view bytes) {
    Digest digest{};
    std::string name = "SHA256";
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
        OSSL_PARAM_construct_end()};
    const MacContextPointer context(EVP_MAC_CTX_new(hmacAlgorithm()));
    // OpenSSL takes a null key for "the key of before", so an empty one needs an address.
    const std::string_view present_key = key.data() == nullptr ? std::string_view("") : key;
    std::size_t length = 0;
    require(context &&
            EVP_MAC_init(
                context.get(), unsignedBytes(present_key), present_key.size(), parameters.data()) ==
                1 &&
            EVP_MAC_update(context.get(), unsignedBytes(bytes), bytes.size()) == 1 &&
            EVP_MAC_final(context.get(), digest.data(), &length, digest.size()) == 1);
    return digest;
}

std::string_view bytesOf(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

bool equalInConstantTime(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace toolhost::crypto
