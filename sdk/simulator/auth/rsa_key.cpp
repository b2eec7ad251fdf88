#include "simulator/auth/rsa_key.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdexcept>

namespace toolhost::sim {

namespace {

constexpr int kKeyBitsMin = 2048;

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

Bio bioOf(std::string_view pem) {
    return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free};
}

EVP_PKEY* readCertificate(std::string_view pem) {
    const auto bio = bioOf(pem);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free);
    return certificate ? X509_get_pubkey(certificate.get()) : nullptr;
}

EVP_PKEY* readPublicKey(std::string_view pem) {
    return PEM_read_bio_PUBKEY(bioOf(pem).get(), nullptr, nullptr, nullptr);
}

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

RsaKey::RsaKey(EVP_PKEY* key) : key_(key, &EVP_PKEY_free) {}

RsaKey RsaKey::parse(std::string_view pem) {
    const bool certificate = pem.find("BEGIN CERTIFICATE") != std::string_view::npos;
    const RsaKey key(certificate ? readCertificate(pem) : readPublicKey(pem));
    if (!key.key_) {
        throw std::runtime_error("it is no PEM public key or certificate");
    }
    if (EVP_PKEY_get_base_id(key.key_.get()) != EVP_PKEY_RSA ||
        EVP_PKEY_get_bits(key.key_.get()) < kKeyBitsMin) {
        throw std::runtime_error("it is no RSA key of 2048 bits or more");
    }
    return key;
}

bool RsaKey::verifies(std::string_view text, std::string_view signature) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1) {
        return false;
    }
    return EVP_DigestVerify(
               context.get(), bytesOf(signature), signature.size(), bytesOf(text), text.size()) ==
           1;
}

}  // namespace toolhost::sim
