#include "simulator/auth/signature_key.hpp"

#include <array>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <optional>
#include <stdexcept>
#include <utility>

#include "simulator/auth/x509.hpp"

namespace toolhost::sim {

namespace {

constexpr int kKeyBitsMin = 2048;
constexpr std::size_t kSecretBytesMin = 32;

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

Bio bioOf(std::string_view pem) {
    return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free};
}

EVP_PKEY* readCertificate(std::string_view pem) {
    const auto certificate = readX509(pem);
    return certificate ? X509_get_pubkey(certificate.get()) : nullptr;
}

EVP_PKEY* readPublicKey(std::string_view pem) {
    return PEM_read_bio_PUBKEY(bioOf(pem).get(), nullptr, nullptr, nullptr);
}

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// The digest of "RS256", "ES384", ...; null for another name.
const EVP_MD* digestOf(std::string_view algorithm) {
    if (algorithm.size() != 5) return nullptr;
    const auto bits = algorithm.substr(2);
    if (bits == "256") return EVP_sha256();
    if (bits == "384") return EVP_sha384();
    return bits == "512" ? EVP_sha512() : nullptr;
}

/// A JWS writes the two numbers of an elliptic signature side by side; OpenSSL wants them in DER.
std::optional<std::string> derOf(std::string_view raw) {
    const auto half = static_cast<int>(raw.size() / 2);
    if (raw.empty() || raw.size() % 2 != 0) return std::nullopt;
    auto* const r = BN_bin2bn(bytesOf(raw), half, nullptr);
    auto* const s = BN_bin2bn(bytesOf(raw) + half, half, nullptr);
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(),
                                                                     &ECDSA_SIG_free);
    if (ECDSA_SIG_set0(pair.get(), r, s) != 1) return std::nullopt;
    std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(pair.get(), nullptr)), '\0');
    auto* out = reinterpret_cast<unsigned char*>(der.data());
    i2d_ECDSA_SIG(pair.get(), &out);
    return der;
}

using KeyPointer = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

/// The certificate of a public key whose private half is elsewhere: signed by one made for it.
X509Pointer certificateFor(EVP_PKEY* key) {
    const auto* common_name = reinterpret_cast<const unsigned char*>("toolhost-sim");
    X509Pointer made(X509_new(), &X509_free);
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    ASN1_TIME_set_string_X509(X509_getm_notBefore(made.get()), "20000101000000Z");
    ASN1_TIME_set_string_X509(X509_getm_notAfter(made.get()), "20991231235959Z");
    auto* name = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common_name, -1, -1, 0);
    X509_set_issuer_name(made.get(), name);
    X509_set_pubkey(made.get(), key);
    const KeyPointer signer(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    if (X509_sign(made.get(), signer.get(), EVP_sha256()) == 0) made.reset();
    return made;
}

}  // namespace

SignatureKey SignatureKey::parse(std::string_view pem) {
    const bool certificate = pem.find("BEGIN CERTIFICATE") != std::string_view::npos;
    SignatureKey key;
    key.key_ = {certificate ? readCertificate(pem) : readPublicKey(pem), &EVP_PKEY_free};
    if (!key.key_) throw std::runtime_error("it is no PEM public key or certificate");
    const auto type = EVP_PKEY_get_base_id(key.key_.get());
    const bool rsa = type == EVP_PKEY_RSA && EVP_PKEY_get_bits(key.key_.get()) >= kKeyBitsMin;
    if (certificate) key.certificate_ = pem;
    if (rsa || type == EVP_PKEY_EC) return key;
    throw std::runtime_error("it is no elliptic curve key, and no RSA key of 2048 bits or more");
}

SignatureKey SignatureKey::ofSecret(std::string secret) {
    if (secret.size() < kSecretBytesMin) {
        throw std::runtime_error("a shared secret for signatures has 32 bytes or more");
    }
    SignatureKey key;
    key.secret_ = std::move(secret);
    return key;
}

std::string SignatureKey::certificate() const {
    if (!certificate_.empty()) return certificate_;
    const auto made = key_ ? certificateFor(key_.get()) : X509Pointer(nullptr, &X509_free);
    const Bio out(BIO_new(BIO_s_mem()), &BIO_free);
    if (!made || PEM_write_bio_X509(out.get(), made.get()) != 1) {
        throw std::runtime_error("make a certificate for a key: OpenSSL cannot");
    }
    char* text = nullptr;
    const auto length = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

bool SignatureKey::knows(std::string_view algorithm) const {
    if (digestOf(algorithm) == nullptr) return false;
    const auto family = algorithm.substr(0, 2);
    if (!key_) return family == "HS";
    return family == (EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA ? "RS" : "ES");
}

bool SignatureKey::verifiesByMac(std::string_view text,
                                 std::string_view signature,
                                 const EVP_MD* digest) const {
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    HMAC(digest,
         secret_.data(),
         static_cast<int>(secret_.size()),
         bytesOf(text),
         text.size(),
         mac.data(),
         &length);
    return signature.size() == length && CRYPTO_memcmp(mac.data(), signature.data(), length) == 0;
}

bool SignatureKey::verifies(std::string_view text,
                            std::string_view signature,
                            std::string_view algorithm) const {
    if (!knows(algorithm)) return false;
    const auto* digest = digestOf(algorithm);
    if (!key_) return verifiesByMac(text, signature, digest);
    std::string der(signature);
    if (algorithm.starts_with("ES")) der = derOf(signature).value_or("");
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    if (EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key_.get()) != 1) {
        return false;
    }
    return EVP_DigestVerify(context.get(), bytesOf(der), der.size(), bytesOf(text), text.size()) ==
           1;
}

}  // namespace toolhost::sim
