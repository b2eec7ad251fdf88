#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string>
#include <unistd.h>

namespace toolhost::outbound {

/// A certificate for 127.0.0.1 that vouches for itself, and its key.
struct SelfSigned {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), X509_free};

    explicit SelfSigned(const char* subject_alternative_name) {
        X509* x509 = certificate.get();
        X509_set_version(x509, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
        X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
        X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
        X509_set_pubkey(x509, key.get());
        X509_NAME* name = X509_get_subject_name(x509);
        const auto* text = reinterpret_cast<const unsigned char*>("test");
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
        X509_set_issuer_name(x509, name);
        X509_EXTENSION* extension =
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, subject_alternative_name);
        X509_add_ext(x509, extension, -1);
        X509_EXTENSION_free(extension);
        X509_sign(x509, key.get(), EVP_sha256());
    }
};

/// A file of its own that goes with the test, holding a certificate or a key.
class PemFile {
public:
    explicit PemFile(const X509* certificate) : PemFile() {
        FILE* file = fopen(path_.c_str(), "w");
        PEM_write_X509(file, certificate);
        fclose(file);
    }
    explicit PemFile(const EVP_PKEY* key) : PemFile() {
        FILE* file = fopen(path_.c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        fclose(file);
    }
    PemFile(const PemFile&) = delete;
    PemFile& operator=(const PemFile&) = delete;
    ~PemFile() { std::filesystem::remove(path_); }
    [[nodiscard]] std::string path() const { return path_; }

private:
    PemFile() {
        static int count = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("outbound_tls_" + std::to_string(getpid()) + "_" + std::to_string(count++));
    }

    std::filesystem::path path_;
};

}  // namespace toolhost::outbound
