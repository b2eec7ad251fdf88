#include "crypto/certificate.hpp"

#include <ctime>
#include <memory>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <optional>
#include <utility>

#include "base/ids.hpp"
#include "crypto/openssl.hpp"
#include "crypto/secret_file.hpp"

namespace toolhost::crypto {
namespace {

using CertificatePointer = std::unique_ptr<X509, FreedBy<X509_free>>;

constexpr long kVersion3 = 2;
constexpr std::size_t kSerialBytes = 16;

int refusePassPhrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*context*/) {
    return -1;
}

KeyPointer readKey(const base::Secret& pem) {
    const auto text = pem.reveal();
    const BioPointer memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    return KeyPointer(
        memory ? PEM_read_bio_PrivateKey(memory.get(), nullptr, refusePassPhrase, nullptr)
               : nullptr);
}

/// Positive, as RFC 5280 §4.1.2.2 wants it, and never the same twice.
bool setSerial(X509* certificate) {
    std::string bytes = base::randomBytes(kSerialBytes);
    bytes.front() = static_cast<char>(bytes.front() & 0x7f);
    const BignumPointer number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                                         static_cast<int>(bytes.size()),
                                         nullptr));
    return number &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool setName(X509* certificate, const std::string& common_name) {
    X509_NAME* name = X509_get_subject_name(certificate);
    const auto* text = reinterpret_cast<const unsigned char*>(common_name.data());
    return X509_NAME_add_entry_by_txt(
               name, "CN", MBSTRING_UTF8, text, static_cast<int>(common_name.size()), -1, 0) == 1 &&
           X509_set_issuer_name(certificate, name) == 1;
}

bool setTime(ASN1_TIME* field, base::WallTime time) {
    return ASN1_TIME_set(field, std::chrono::system_clock::to_time_t(time)) != nullptr;
}

CertificatePointer makeCertificate(EVP_PKEY* key, const CertificateTerms& terms) {
    CertificatePointer made(X509_new());
    X509* certificate = made.get();
    const bool is_good =
        made && X509_set_version(certificate, kVersion3) == 1 && setSerial(certificate) &&
        setName(certificate, terms.common_name) &&
        setTime(X509_getm_notBefore(certificate), terms.not_before) &&
        setTime(X509_getm_notAfter(certificate), terms.not_before + terms.lifetime) &&
        X509_set_pubkey(certificate, key) == 1 && X509_sign(certificate, key, EVP_sha256()) > 0;
    return is_good ? std::move(made) : nullptr;
}

std::optional<base::WallTime> timeOf(const ASN1_TIME* field) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(field, &parts) != 1) return std::nullopt;
    return std::chrono::system_clock::from_time_t(timegm(&parts));
}

}  // namespace

base::Result<std::string> selfSignedCertificate(const std::filesystem::path& key_file,
                                                const CertificateTerms& terms) {
    const std::string attempted = "make a certificate for " + key_file.string();
    const auto pem = readSecretFile(key_file);
    if (!pem) return base::because(attempted, pem.error());
    const KeyPointer key = readKey(pem.value());
    if (!key) return opensslError(attempted);
    const CertificatePointer certificate = makeCertificate(key.get(), terms);
    const BioPointer memory(BIO_new(BIO_s_mem()));
    if (!certificate || !memory || PEM_write_bio_X509(memory.get(), certificate.get()) != 1) {
        return opensslError(attempted);
    }
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &text);
    return std::string(text, static_cast<std::size_t>(length));
}

base::Result<Certificate> readCertificate(std::string_view pem) {
    const BioPointer memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const CertificatePointer certificate(
        memory ? PEM_read_bio_X509(memory.get(), nullptr, refusePassPhrase, nullptr) : nullptr);
    if (!certificate) return opensslError("read a certificate from PEM");
    const auto not_before = timeOf(X509_get0_notBefore(certificate.get()));
    const auto not_after = timeOf(X509_get0_notAfter(certificate.get()));
    if (!not_before || !not_after) return opensslError("read the dates of a certificate");
    auto key = VerifyingKey::fromKey(X509_get0_pubkey(certificate.get()));
    if (!key) return base::because("read the key of a certificate", key.error());
    return Certificate{std::move(key).value(), *not_before, *not_after};
}

}  // namespace toolhost::crypto
