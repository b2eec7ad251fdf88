#include "simulator/auth/password.hpp"

#include <openssl/crypto.h>

#include "simulator/sys_id.hpp"

namespace toolhost::sim {

namespace {

constexpr std::size_t kSaltDigits = 16;

std::string digest(std::string_view salt, std::string_view password) {
    return std::string(salt) + "$" + sha256Hex(std::string(salt) + std::string(password));
}

}  // namespace

bool sameSecret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hashPassword(std::string_view password) {
    return digest(randomHex(kSaltDigits), password);
}

bool passwordMatches(std::string_view stored, std::string_view password) {
    if (stored.size() <= kSaltDigits) return false;
    return sameSecret(stored, digest(stored.substr(0, kSaltDigits), password));
}

}  // namespace toolhost::sim
