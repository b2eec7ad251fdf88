#include "tls_files.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdexcept>

namespace toolhost::http {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using Certificate = std::unique_ptr<X509, void (*)(X509*)>;

Certificate certificateFor(const std::string& name, EVP_PKEY* key) {
    constexpr long kDay = 86'400;
    Certificate certificate(X509_new(), X509_free);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kDay);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject,
                               "CN",
                               MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()),
                               -1,
                               -1,
                               0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_set_pubkey(certificate.get(), key);
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

}  // namespace

TlsFiles::TlsFiles(const std::string& name) {
    std::string pattern = (std::filesystem::temp_directory_path() / "toolhost-tls-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for certificates");
    folder_ = pattern;
    renew(name);
}

TlsFiles::~TlsFiles() {
    std::error_code gone;
    std::filesystem::remove_all(folder_, gone);
}

void TlsFiles::renew(const std::string& name) {
    const Key key_of_it(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const auto certificate_of_it = certificateFor(name, key_of_it.get());
    const File key_file(std::fopen(key().c_str(), "w"), std::fclose);
    const File certificate_file(std::fopen(certificate().c_str(), "w"), std::fclose);
    PEM_write_PrivateKey(key_file.get(), key_of_it.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_X509(certificate_file.get(), certificate_of_it.get());
    std::filesystem::permissions(
        key(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace toolhost::http
