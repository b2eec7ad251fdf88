#include "signer.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <vector>

namespace toolhost::sim {

namespace {

std::string base64Url(const std::string& bytes) {
    std::vector<unsigned char> out(bytes.size() * 2 + 4);
    const auto* start = reinterpret_cast<const unsigned char*>(bytes.data());
    const int length = EVP_EncodeBlock(out.data(), start, static_cast<int>(bytes.size()));
    std::string text(out.begin(), out.begin() + length);
    for (auto& c : text)
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text.substr(0, text.find('='));
}

/// The two numbers of a DER signature on P-256, as a JWS has them.
std::string sideBySide(const std::string& der) {
    constexpr int kBytes = 32;
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
        d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size())), &ECDSA_SIG_free);
    std::string raw(2 * kBytes, '\0');
    auto* out = reinterpret_cast<unsigned char*>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, kBytes);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + kBytes, kBytes);
    return raw;
}

}  // namespace

Signer::Signer(unsigned int bits) : Signer(EVP_RSA_gen(bits)) {}

Signer::Signer(EVP_PKEY* key) : key_(key, &EVP_PKEY_free) {}

Signer Signer::elliptic() {
    return Signer(EVP_EC_gen("P-256"));
}

Signer Signer::ofSecret(const std::string& secret) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(secret.data());
    return Signer(EVP_PKEY_new_raw_private_key(EVP_PKEY_HMAC, nullptr, bytes, secret.size()));
}

std::string Signer::publicPem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PUBKEY(out.get(), key_.get());
    char* text = nullptr;
    const auto length = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

std::string Signer::sign(const nlohmann::json& header, const nlohmann::json& claims) const {
    const auto text = base64Url(header.dump()) + "." + base64Url(claims.dump());
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t length = 0;
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    EVP_DigestSign(context.get(), nullptr, &length, bytes, text.size());
    std::string signature(length, '\0');
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    EVP_DigestSign(context.get(), out, &length, bytes, text.size());
    signature.resize(length);
    if (EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_EC) signature = sideBySide(signature);
    return text + "." + base64Url(signature);
}

const Signer& testSigner() {
    static const Signer kSigner;
    return kSigner;
}

}  // namespace toolhost::sim
