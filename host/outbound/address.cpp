#include "outbound/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <string>

namespace toolhost::outbound {
namespace {

using Bytes = Address::Bytes;

constexpr unsigned kBits = 128;
constexpr unsigned kMappedBits = 96;  // what comes before an IPv4 address in its mapped form

constexpr Bytes mapped(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
    return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d};
}

constexpr bool shares(const Bytes& one, const Bytes& other, unsigned bits) {
    for (unsigned i = 0; i < bits / 8; ++i) {
        if (one[i] != other[i]) return false;
    }
    const unsigned rest = bits % 8;
    return rest == 0 || (one[bits / 8] >> (8 - rest)) == (other[bits / 8] >> (8 - rest));
}

/// A network whose addresses are not, or not only, what they say.
struct Special {
    Bytes first;
    unsigned bits;
};

constexpr Special v4(const Bytes& first, unsigned bits) {
    return {first, kMappedBits + bits};
}

constexpr Special kSpecialV4[] = {
    v4(mapped(0, 0, 0, 0), 8),        // this network
    v4(mapped(10, 0, 0, 0), 8),       // private
    v4(mapped(100, 64, 0, 0), 10),    // shared by a carrier's customers
    v4(mapped(127, 0, 0, 0), 8),      // loopback
    v4(mapped(169, 254, 0, 0), 16),   // link-local, clouds' metadata
    v4(mapped(172, 16, 0, 0), 12),    // private
    v4(mapped(192, 0, 0, 0), 24),     // protocol assignments
    v4(mapped(192, 0, 2, 0), 24),     // documentation
    v4(mapped(192, 31, 196, 0), 24),  // AS112
    v4(mapped(192, 52, 193, 0), 24),  // AMT
    v4(mapped(192, 88, 99, 0), 24),   // 6to4 relays
    v4(mapped(192, 168, 0, 0), 16),   // private
    v4(mapped(192, 175, 48, 0), 24),  // AS112
    v4(mapped(198, 18, 0, 0), 15),    // benchmarks
    v4(mapped(198, 51, 100, 0), 24),  // documentation
    v4(mapped(203, 0, 113, 0), 24),   // documentation
    v4(mapped(224, 0, 0, 0), 4),      // multicast
    v4(mapped(240, 0, 0, 0), 4),      // reserved, broadcast
};

/// All that is public in IPv6 lies here (RFC 4291 §2.4): loopback, unspecified, mapped, NAT64,
/// unique local, link-local and multicast do not.
constexpr Special kGlobalV6{{0x20}, 3};

constexpr Special kSpecialV6[] = {
    {{0x20, 0x01}, 23},                          // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},              // documentation
    {{0x20, 0x02}, 16},                          // 6to4: an IPv4 address within
    {{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 48},  // AS112
    {{0x3f, 0xff}, 20},                          // documentation
};

bool isMapped(const Bytes& bytes) {
    return shares(bytes, mapped(0, 0, 0, 0), kMappedBits);
}

template <std::size_t Count>
bool isAmong(const Special (&networks)[Count], const Bytes& bytes) {
    return std::any_of(std::begin(networks), std::end(networks), [&bytes](const Special& network) {
        return shares(bytes, network.first, network.bits);
    });
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
    const std::string owned(text);
    in_addr four{};
    if (inet_pton(AF_INET, owned.c_str(), &four) == 1) {
        Bytes bytes = mapped(0, 0, 0, 0);
        std::memcpy(bytes.data() + kMappedBits / 8, &four, sizeof four);
        return Address(bytes);
    }
    Bytes bytes{};
    if (inet_pton(AF_INET6, owned.c_str(), bytes.data()) != 1) return std::nullopt;
    return Address(bytes);
}

std::optional<Address> Address::of(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, &address, sizeof four);
        Bytes bytes = mapped(0, 0, 0, 0);
        std::memcpy(bytes.data() + kMappedBits / 8, &four.sin_addr, sizeof four.sin_addr);
        return Address(bytes);
    }
    if (address.sa_family != AF_INET6) return std::nullopt;
    sockaddr_in6 six{};
    std::memcpy(&six, &address, sizeof six);
    Bytes bytes{};
    std::memcpy(bytes.data(), &six.sin6_addr, sizeof six.sin6_addr);
    return Address(bytes);
}

bool Address::isPublic() const {
    if (isMapped(bytes_)) return !isAmong(kSpecialV4, bytes_);
    return shares(bytes_, kGlobalV6.first, kGlobalV6.bits) && !isAmong(kSpecialV6, bytes_);
}

std::optional<Network> Network::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto first = Address::parse(text.substr(0, slash));
    if (!first) return std::nullopt;
    if (slash == std::string_view::npos) return Network(first->bytes(), kBits);
    const std::string_view digits = text.substr(slash + 1);
    const bool is_four = text.find(':') == std::string_view::npos;
    unsigned bits = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return std::nullopt;
    if (bits > (is_four ? kBits - kMappedBits : kBits)) return std::nullopt;
    return Network(first->bytes(), is_four ? kMappedBits + bits : bits);
}

bool Network::contains(const Address& address) const {
    return shares(address.bytes(), first_, bits_);
}

}  // namespace toolhost::outbound
