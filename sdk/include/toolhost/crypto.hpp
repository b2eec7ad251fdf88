#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// Random bytes and cryptography with keys of the plugin's own that the host holds: they survive
/// restarts, and no other plugin has them. Functions wait for the host and throw ServiceError.
/// Thread-safe.
class Crypto {
public:
    explicit Crypto(Asking asking) : asking_(std::move(asking)) {}

    /// 1 to 65,536 bytes, fit for secrets.
    std::string random(std::size_t size) const {
        return bytesOf({{"op", "random"}, {"size", size}}, {});
    }

    std::string sha256(std::string_view bytes) const { return bytesOf({{"op", "sha256"}}, bytes); }

    /// HMAC-SHA-256 with the plugin's key for that purpose.
    std::string hmacSha256(std::string_view bytes, std::string_view purpose = {}) const {
        return bytesOf({{"op", "hmac_sha256"}, {"purpose", purpose}}, bytes);
    }

    /// Hides the text, and binds it to `bound_to`, which opening has to repeat.
    std::string seal(std::string_view text, std::string_view bound_to = {}) const {
        return bytesOf({{"op", "seal"}, {"bound_to", bound_to}}, text);
    }

    /// The text again. ServiceError of kind "sealed": it was changed, or is bound to something
    /// else.
    std::string open(std::string_view sealed, std::string_view bound_to = {}) const {
        return bytesOf({{"op", "open"}, {"bound_to", bound_to}}, sealed);
    }

private:
    std::string bytesOf(const nlohmann::json& request, std::string_view bytes) const {
        return asking_.wait(TOOLHOST_CRYPTO_SERVICE, request, bytes).bytes;
    }

    Asking asking_;
};

}  // namespace toolhost::sdk
