#include "crypto/public_numbers.hpp"

#include <memory>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string>

#include "crypto/openssl.hpp"

namespace toolhost::crypto {
namespace {

using NumberPointer = std::unique_ptr<BIGNUM, FreedBy<BN_free>>;
using BuilderPointer = std::unique_ptr<OSSL_PARAM_BLD, FreedBy<OSSL_PARAM_BLD_free>>;
using ParametersPointer = std::unique_ptr<OSSL_PARAM, FreedBy<OSSL_PARAM_free>>;
using KeyContextPointer = std::unique_ptr<EVP_PKEY_CTX, FreedBy<EVP_PKEY_CTX_free>>;

constexpr std::size_t kCoordinateBytes = 32;
/// Of a number; a larger key is refused by its size anyway.
constexpr std::size_t kNumberBytesMax = 1'024;
constexpr char kUncompressed = 4;  // SEC 1 §2.3.3

NumberPointer numberOf(std::string_view bytes) {
    return NumberPointer(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()),
                                   nullptr));
}

base::Result<VerifyingKey> keyFrom(const char* kind, OSSL_PARAM_BLD* builder) {
    const ParametersPointer parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContextPointer context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    EVP_PKEY* made = nullptr;
    const bool is_made =
        parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
    const KeyPointer key(made);
    if (!is_made) return opensslError("make a public key of its numbers");
    const KeyContextPointer check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    if (!check || EVP_PKEY_public_check(check.get()) != 1) {
        return opensslError("make a public key of its numbers");
    }
    return VerifyingKey::fromKey(key.get());
}

}  // namespace

base::Result<VerifyingKey> keyFromPoint(std::string_view x, std::string_view y) {
    if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) {
        return base::Error{"a point on P-256 has two coordinates of 32 bytes"};
    }
    const std::string point = std::string(1, kUncompressed).append(x).append(y);
    const BuilderPointer builder(OSSL_PARAM_BLD_new());
    const bool is_told =
        builder &&
        OSSL_PARAM_BLD_push_utf8_string(
            builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(
            builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1;
    if (!is_told) return opensslError("read a point on P-256");
    return keyFrom("EC", builder.get());
}

base::Result<VerifyingKey> keyFromModulus(std::string_view modulus, std::string_view exponent) {
    if (modulus.empty() || exponent.empty() || modulus.size() > kNumberBytesMax ||
        exponent.size() > kNumberBytesMax) {
        return base::Error{"an RSA key has a modulus and an exponent of up to 1,024 bytes"};
    }
    const NumberPointer n = numberOf(modulus);
    const NumberPointer e = numberOf(exponent);
    const BuilderPointer builder(OSSL_PARAM_BLD_new());
    const bool is_told =
        n && e && builder &&
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1;
    if (!is_told) return opensslError("read the numbers of an RSA key");
    return keyFrom("RSA", builder.get());
}

}  // namespace toolhost::crypto
