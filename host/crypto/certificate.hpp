#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crypto/verifying_key.hpp"

namespace toolhost::crypto {

/// What a certificate says of its key, besides the key.
struct CertificateTerms {
    std::string common_name;  ///< of subject and issuer alike
    base::WallTime not_before;
    std::chrono::hours lifetime{24 * 730};
};

/// A self-signed X.509 certificate as PEM text, for the key in a file that only its owner can read:
/// what a peer keeps that trusts this key's signatures.
base::Result<std::string> selfSignedCertificate(const std::filesystem::path& key_file,
                                                const CertificateTerms& terms);

/// A certificate as a peer keeps it. Nothing says that it is to be trusted.
struct Certificate {
    VerifyingKey key;
    base::WallTime not_before;
    base::WallTime not_after;
};

/// Reads PEM text.
base::Result<Certificate> readCertificate(std::string_view pem);

}  // namespace toolhost::crypto
