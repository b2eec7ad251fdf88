#include "simulator/auth/x509.hpp"

#include <openssl/pem.h>
#include <openssl/x509.h>

namespace toolhost::sim {

X509Pointer readX509(std::string_view pem) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    return {PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free};
}

}  // namespace toolhost::sim
