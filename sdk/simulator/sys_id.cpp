#include "simulator/sys_id.hpp"

#include <algorithm>
#include <array>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdexcept>
#include <vector>

namespace toolhost::sim {

namespace {

constexpr std::size_t kSysIdDigits = 32;

std::string hex(const unsigned char* bytes, std::size_t count) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(count * 2);
    for (std::size_t i = 0; i < count; ++i) {
        out += kDigits[bytes[i] >> 4U];
        out += kDigits[bytes[i] & 0x0FU];
    }
    return out;
}

}  // namespace

std::string randomHex(std::size_t digits) {
    std::vector<unsigned char> bytes(digits / 2);
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error("make a random id: the system's random source failed");
    }
    return hex(bytes.data(), bytes.size());
}

std::string sha256Bytes(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("compute SHA-256: OpenSSL refused");
    }
    return {digest.begin(), digest.begin() + length};
}

std::string sha256Hex(std::string_view text) {
    const auto digest = sha256Bytes(text);
    return hex(reinterpret_cast<const unsigned char*>(digest.data()), digest.size());
}

std::string makeSysId() {
    return randomHex(kSysIdDigits);
}

std::string sysIdOf(std::string_view table, std::string_view key) {
    return sha256Hex(std::string(table) + "/" + std::string(key)).substr(0, kSysIdDigits);
}

bool isSysId(std::string_view text) {
    return text.size() == kSysIdDigits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

}  // namespace toolhost::sim
