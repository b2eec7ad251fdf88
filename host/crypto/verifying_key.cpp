#include "crypto/verifying_key.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <optional>
#include <utility>

#include "base/base64.hpp"
#include "crypto/digest.hpp"
#include "crypto/key_format.hpp"

namespace toolhost::crypto {
namespace {

std::string publicJwkOf(std::string_view required_jwk, const std::string& id, Algorithm algorithm) {
    std::string jwk(required_jwk);
    jwk.pop_back();
    jwk += R"(,"kid":")" + id + R"(","alg":")";
    jwk += nameOf(algorithm);
    jwk += R"(","use":"sig"})";
    return jwk;
}

const unsigned char* unsignedBytes(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

std::string_view nameOf(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::Es256:
            return "ES256";
        case Algorithm::Rs256:
            return "RS256";
        case Algorithm::Ed25519:
            return "EdDSA";
    }
    return "";
}

VerifyingKey::VerifyingKey(DigestContextPointer verification,
                           Algorithm algorithm,
                           const std::string& required_jwk)
    : verification_(std::move(verification)),
      algorithm_(algorithm),
      id_(base::encodeBase64Url(bytesOf(sha256(required_jwk)))),
      public_jwk_(publicJwkOf(required_jwk, id_, algorithm)) {}

base::Result<VerifyingKey> VerifyingKey::fromPem(std::string_view pem) {
    const BioPointer text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const KeyPointer key(text ? PEM_read_bio_PUBKEY(text.get(), nullptr, nullptr, nullptr)
                              : nullptr);
    if (!key) return opensslError("read public key from PEM");
    return fromKey(key.get());
}

base::Result<VerifyingKey> VerifyingKey::fromEd25519(std::string_view public_key) {
    const KeyPointer key(EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, nullptr, unsignedBytes(public_key), public_key.size()));
    if (!key) return opensslError("read an Ed25519 public key, which has 32 bytes");
    return fromKey(key.get());
}

base::Result<VerifyingKey> VerifyingKey::fromKey(EVP_PKEY* key) {
    const auto algorithm = algorithmOf(key);
    if (!algorithm) return algorithm.error();
    const auto jwk = requiredJwk(key, algorithm.value());
    if (!jwk) return jwk.error();
    DigestContextPointer verification(EVP_MD_CTX_new());
    const char* digest = digestNameOf(algorithm.value());
    if (!verification ||
        EVP_DigestVerifyInit_ex(
            verification.get(), nullptr, digest, nullptr, nullptr, key, nullptr) != 1) {
        return opensslError("prepare to check signatures");
    }
    return VerifyingKey(std::move(verification), algorithm.value(), jwk.value());
}

bool VerifyingKey::verifies(std::string_view bytes, std::string_view signature) const {
    std::optional<std::string> der;
    if (algorithm_ == Algorithm::Es256) {
        der = derFromJose(signature);
        if (!der) return false;
        signature = *der;
    }
    const DigestContextPointer context(EVP_MD_CTX_new());
    const bool good = context && EVP_MD_CTX_copy_ex(context.get(), verification_.get()) == 1 &&
                      EVP_DigestVerify(context.get(),
                                       unsignedBytes(signature),
                                       signature.size(),
                                       unsignedBytes(bytes),
                                       bytes.size()) == 1;
    // A failed check leaves entries that TLS on this thread would take for its own failure.
    if (!good) ERR_clear_error();
    return good;
}

}  // namespace toolhost::crypto
