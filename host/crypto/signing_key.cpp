#include "crypto/signing_key.hpp"

#include <openssl/pem.h>
#include <system_error>
#include <utility>

#include "crypto/key_format.hpp"
#include "crypto/secret_file.hpp"

namespace toolhost::crypto {
namespace {

constexpr std::size_t kRsaBits = 2048;

EVP_PKEY* generateKey(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::Es256:
            return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
        case Algorithm::Rs256:
            return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kRsaBits);
        case Algorithm::Ed25519:
            return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    }
    return nullptr;
}

// Without this OpenSSL would ask for a pass phrase on the terminal.
int refusePassPhrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*context*/) {
    return -1;
}

base::Secret takeText(BIO* memory) {
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory, &text);
    return base::Secret(std::string(text, static_cast<std::size_t>(length)));
}

}  // namespace

SigningKey::SigningKey(KeyPointer key, DigestContextPointer signing, VerifyingKey verifying_key)
    : key_(std::move(key)),
      signing_(std::move(signing)),
      verifying_key_(std::move(verifying_key)) {}

base::Result<SigningKey> SigningKey::generate(Algorithm algorithm) {
    KeyPointer key(generateKey(algorithm));
    if (!key) return opensslError("generate a signing key");
    return fromKey(std::move(key));
}

base::Result<SigningKey> SigningKey::fromPem(const base::Secret& pem) {
    const std::string_view text = pem.reveal();
    const BioPointer memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    KeyPointer key(memory
                       ? PEM_read_bio_PrivateKey(memory.get(), nullptr, refusePassPhrase, nullptr)
                       : nullptr);
    if (!key) return opensslError("read private key from PEM");
    return fromKey(std::move(key));
}

base::Result<SigningKey> SigningKey::fromKey(KeyPointer key) {
    auto verifying_key = VerifyingKey::fromKey(key.get());
    if (!verifying_key) return verifying_key.error();
    DigestContextPointer signing(EVP_MD_CTX_new());
    const char* digest = digestNameOf(verifying_key.value().algorithm());
    if (!signing ||
        EVP_DigestSignInit_ex(
            signing.get(), nullptr, digest, nullptr, nullptr, key.get(), nullptr) != 1) {
        return opensslError("prepare to sign");
    }
    SigningKey made(std::move(key), std::move(signing), std::move(verifying_key).value());
    // A damaged key file can still parse; better to learn it here than from refused tokens.
    constexpr std::string_view kTrial = "toolhost key trial";
    const auto signature = made.sign(kTrial);
    if (!signature) return signature.error();
    if (!made.verifying_key_.verifies(kTrial, signature.value())) {
        return base::Error{"try the signing key: its private and public halves do not match"};
    }
    return made;
}

base::Result<SigningKey> SigningKey::load(const std::filesystem::path& file) {
    const auto pem = readSecretFile(file);
    if (!pem) return pem.error();
    auto key = fromPem(pem.value());
    if (!key) return base::because("load " + file.string(), key.error());
    return key;
}

base::Result<SigningKey> SigningKey::ensure(const std::filesystem::path& file,
                                            Algorithm algorithm) {
    std::error_code absent;
    if (std::filesystem::exists(file, absent)) return load(file);
    auto key = generate(algorithm);
    if (!key) return key;
    if (auto saved = key.value().save(file); !saved) return saved.error();
    return key;
}

base::Result<base::Done> SigningKey::save(const std::filesystem::path& file) const {
    const BioPointer memory(BIO_new(BIO_s_secmem()));
    if (!memory || PEM_write_bio_PKCS8PrivateKey(
                       memory.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return opensslError("write " + file.string());
    }
    return createSecretFile(file, takeText(memory.get()).reveal());
}

base::Result<std::string> SigningKey::sign(std::string_view bytes) const {
    const auto* message = reinterpret_cast<const unsigned char*>(bytes.data());
    const DigestContextPointer context(EVP_MD_CTX_new());
    if (!context || EVP_MD_CTX_copy_ex(context.get(), signing_.get()) != 1) {
        return opensslError("sign");
    }
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t length = signature.size();
    if (EVP_DigestSign(context.get(),
                       reinterpret_cast<unsigned char*>(signature.data()),
                       &length,
                       message,
                       bytes.size()) != 1) {
        return opensslError("sign");
    }
    signature.resize(length);
    if (algorithm() != Algorithm::Es256) return signature;
    auto jose = joseFromDer(signature);
    if (!jose) return opensslError("write the signature in JOSE form");
    return std::move(*jose);
}

}  // namespace toolhost::crypto
