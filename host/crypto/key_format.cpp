#include "crypto/key_format.hpp"

#include <array>
#include <cstddef>
#include <openssl/core_names.h>

#include "base/base64.hpp"

namespace toolhost::crypto {
namespace {

constexpr int kRsaBitsMin = 2048;
constexpr int kRsaBitsMax = 8192;
constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kJoseBytes = 2 * kCoordinateBytes;

unsigned char* writable(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

bool isOnP256(const EVP_PKEY* key) {
    std::array<char, 64> name{};
    return EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) == 1 &&
           std::string_view(name.data()) == "prime256v1";
}

/// A number of the key in base64url, left-padded to `length` bytes (0: as long as it is).
std::optional<std::string> numberOf(const EVP_PKEY* key, const char* name, std::size_t length) {
    BIGNUM* raw = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return std::nullopt;
    const BignumPointer number(raw);
    std::string bytes(length != 0 ? length : static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
    if (BN_bn2binpad(raw, writable(bytes), static_cast<int>(bytes.size())) < 0) return std::nullopt;
    return base::encodeBase64Url(bytes);
}

std::optional<std::string> ecJwk(const EVP_PKEY* key) {
    const auto x = numberOf(key, OSSL_PKEY_PARAM_EC_PUB_X, kCoordinateBytes);
    const auto y = numberOf(key, OSSL_PKEY_PARAM_EC_PUB_Y, kCoordinateBytes);
    if (!x || !y) return std::nullopt;
    return R"({"crv":"P-256","kty":"EC","x":")" + *x + R"(","y":")" + *y + "\"}";
}

std::optional<std::string> rsaJwk(const EVP_PKEY* key) {
    const auto e = numberOf(key, OSSL_PKEY_PARAM_RSA_E, 0);
    const auto n = numberOf(key, OSSL_PKEY_PARAM_RSA_N, 0);
    if (!e || !n) return std::nullopt;
    return R"({"e":")" + *e + R"(","kty":"RSA","n":")" + *n + "\"}";
}

std::optional<std::string> edwardsJwk(const EVP_PKEY* key) {
    std::string bytes(32, '\0');
    std::size_t length = bytes.size();
    if (EVP_PKEY_get_raw_public_key(key, writable(bytes), &length) != 1) return std::nullopt;
    return R"({"crv":"Ed25519","kty":"OKP","x":")" + base::encodeBase64Url(bytes) + "\"}";
}

std::optional<std::string> jwkOf(const EVP_PKEY* key, Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::Es256:
            return ecJwk(key);
        case Algorithm::Rs256:
            return rsaJwk(key);
        case Algorithm::Ed25519:
            return edwardsJwk(key);
    }
    return std::nullopt;
}

}  // namespace

base::Result<Algorithm> algorithmOf(const EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "ED25519") == 1) return Algorithm::Ed25519;
    if (EVP_PKEY_is_a(key, "EC") == 1) {
        if (isOnP256(key)) return Algorithm::Es256;
        return base::Error{"use key: its curve is not P-256, which ES256 needs"};
    }
    if (EVP_PKEY_is_a(key, "RSA") == 1) {
        const int bits = EVP_PKEY_get_bits(key);
        if (bits >= kRsaBitsMin && bits <= kRsaBitsMax) return Algorithm::Rs256;
        return base::Error{"use key: its RSA modulus has " + std::to_string(bits) +
                           " bits; 2048 to 8192 are accepted"};
    }
    return base::Error{"use key: it is neither EC P-256, RSA nor Ed25519"};
}

base::Result<std::string> requiredJwk(const EVP_PKEY* key, Algorithm algorithm) {
    auto jwk = jwkOf(key, algorithm);
    if (!jwk) return opensslError("read the public key");
    return std::move(*jwk);
}

const char* digestNameOf(Algorithm algorithm) {
    return algorithm == Algorithm::Ed25519 ? nullptr : "SHA256";
}

std::optional<std::string> joseFromDer(std::string_view der) {
    const auto* next = reinterpret_cast<const unsigned char*>(der.data());
    const EcdsaSignaturePointer parts(d2i_ECDSA_SIG(nullptr, &next, static_cast<long>(der.size())));
    if (!parts) return std::nullopt;
    std::string jose(kJoseBytes, '\0');
    constexpr int kLength = kCoordinateBytes;
    const bool fits =
        BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), writable(jose), kLength) == kLength &&
        BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), writable(jose) + kLength, kLength) == kLength;
    return fits ? std::optional(std::move(jose)) : std::nullopt;
}

std::optional<std::string> derFromJose(std::string_view jose) {
    if (jose.size() != kJoseBytes) return std::nullopt;
    const auto* bytes = reinterpret_cast<const unsigned char*>(jose.data());
    constexpr int kLength = kCoordinateBytes;
    const EcdsaSignaturePointer parts(ECDSA_SIG_new());
    BignumPointer r(BN_bin2bn(bytes, kLength, nullptr));
    BignumPointer s(BN_bin2bn(bytes + kLength, kLength, nullptr));
    if (!parts || !r || !s) return std::nullopt;
    if (ECDSA_SIG_set0(parts.get(), r.get(), s.get()) != 1) return std::nullopt;
    static_cast<void>(r.release());  // the signature owns both from here on
    static_cast<void>(s.release());
    std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(parts.get(), nullptr)), '\0');
    auto* out = writable(der);
    if (i2d_ECDSA_SIG(parts.get(), &out) < 0) return std::nullopt;
    return der;
}

}  // namespace toolhost::crypto
