#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace toolhost::crypto {

/// What guessing a password is made to cost: scrypt (RFC 7914) with N = 2^log2_n, r = 8, p = 1. The
/// default takes about 80 ms and 32 MiB.
struct PasswordEffort {
    unsigned log2_n = 15;
};

/// The password as it is kept: "$scrypt$ln=15,r=8,p=1$salt$hash", both in base64url, the salt
/// random. Refuses one with a NUL in it. Thread-safe.
base::Result<std::string> hashPassword(const base::Secret& password, PasswordEffort effort = {});

/// Whether this is the password that was kept so; false also for a kept text that is none. Takes as
/// long as hashing does, whatever the answer. Thread-safe.
bool isPassword(const base::Secret& password, std::string_view kept);

}  // namespace toolhost::crypto
