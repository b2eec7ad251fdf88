#pragma once

#include <string_view>

#include "simulator/auth/signature_key.hpp"
#include "simulator/result.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// A certificate as sys_certificate keeps it. Nobody asks who has signed it.
struct Certificate {
    SignatureKey key;
    Seconds not_before;
    Seconds not_after;
};

/// Reads PEM text with lines of at most 64 characters, as the platform wants it. The refusal's
/// message says what is wrong.
Result<Certificate> readCertificate(std::string_view pem);

}  // namespace toolhost::sim
