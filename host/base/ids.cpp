#include "base/ids.hpp"

#include <cerrno>
#include <cstdlib>
#include <sys/random.h>

namespace toolhost::base {
namespace {

constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

std::string randomBytes(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const ssize_t got = getrandom(bytes.data() + filled, count - filled, 0);
        if (got < 0 && errno != EINTR) {
            std::abort();  // a kernel without randomness: nothing is safe
        }
        if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

std::string toHex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text += kDigits[value >> 4U];
        text += kDigits[value & 15U];
    }
    return text;
}

std::string randomHexId() {
    return toHex(randomBytes(16));
}

std::string makeUlid(WallTime now) {
    auto milliseconds = static_cast<std::uint64_t>(microsecondsSinceEpoch(now) / 1000);
    std::string ulid(26, '0');
    for (std::size_t i = 10; i-- > 0; milliseconds >>= 5U) {
        ulid[i] = kCrockford[milliseconds & 31U];
    }
    const std::string noise = randomBytes(16);
    for (std::size_t i = 0; i < 16; ++i) {
        ulid[10 + i] = kCrockford[static_cast<unsigned char>(noise[i]) & 31U];
    }
    return ulid;
}

}  // namespace toolhost::base
