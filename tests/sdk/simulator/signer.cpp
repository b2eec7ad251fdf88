#include "signer.hpp"

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

}  // namespace

Signer::Signer(unsigned int bits) : key_(EVP_RSA_gen(bits), &EVP_PKEY_free) {}

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
    return text + "." + base64Url(signature);
}

const Signer& testSigner() {
    static const Signer kSigner;
    return kSigner;
}

}  // namespace toolhost::sim
