#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crypto/signing_key.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

/// Vouches for users to one instance: signs the assertions of RFC 7523 §3 with the key whose
/// certificate the instance keeps. Thread-safe.
class AssertionSigner {
public:
    /// Loads the key; refuses anything but RSA in a file only its owner can read.
    static base::Result<AssertionSigner> load(const InstanceSettings& settings);

    /// A compact JWT, good for two minutes, once.
    [[nodiscard]] base::Result<std::string> assertionFor(std::string_view user,
                                                         base::WallTime now) const;

private:
    AssertionSigner(crypto::SigningKey key, const InstanceSettings& settings);

    crypto::SigningKey key_;
    std::string client_id_;
    std::string audience_;
    std::string key_id_;
};

}  // namespace toolhost::servicenow
