// Owners for OpenSSL's objects, for this room's own files.
#pragma once

#include <memory>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <string>

#include "base/result.hpp"

namespace toolhost::crypto {

/// Frees an OpenSSL object with its own function.
template <auto Free>
struct FreedBy {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};

using BioPointer = std::unique_ptr<BIO, FreedBy<BIO_free_all>>;
using BignumPointer = std::unique_ptr<BIGNUM, FreedBy<BN_free>>;
using CipherContextPointer = std::unique_ptr<EVP_CIPHER_CTX, FreedBy<EVP_CIPHER_CTX_free>>;
using DigestContextPointer = std::unique_ptr<EVP_MD_CTX, FreedBy<EVP_MD_CTX_free>>;
using EcdsaSignaturePointer = std::unique_ptr<ECDSA_SIG, FreedBy<ECDSA_SIG_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using MacContextPointer = std::unique_ptr<EVP_MAC_CTX, FreedBy<EVP_MAC_CTX_free>>;

/// What was attempted and the oldest entry of this thread's OpenSSL error queue, which is emptied:
/// an entry left behind would be taken for a TLS failure later on the same thread.
base::Error opensslError(std::string attempted);

}  // namespace toolhost::crypto
