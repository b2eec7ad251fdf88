#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <sys/socket.h>

namespace toolhost::outbound {

/// An IPv4 or IPv6 address. An IPv4 address is the same as its IPv4-mapped IPv6 form.
class Address {
public:
    using Bytes = std::array<std::uint8_t, 16>;

    /// From its textual form: four decimal parts, or RFC 4291. Absent for anything else, such as
    /// "127.1", "0x7f000001" or a form with a zone.
    static std::optional<Address> parse(std::string_view text);
    /// Absent when it is of another family.
    static std::optional<Address> of(const sockaddr& address);

    /// Whether it is reachable from everywhere by the registries of IANA (RFC 6890), that is
    /// neither loopback, private, link-local, shared, multicast, documentation nor a form in which
    /// another address hides (NAT64, 6to4, Teredo).
    [[nodiscard]] bool isPublic() const;

    [[nodiscard]] const Bytes& bytes() const { return bytes_; }

private:
    explicit Address(const Bytes& bytes) : bytes_(bytes) {}

    Bytes bytes_;
};

/// The addresses that begin with the same bits.
class Network {
public:
    /// "10.0.0.0/8", "fd00::/8", or a single address. Absent for anything else.
    static std::optional<Network> parse(std::string_view text);

    [[nodiscard]] bool contains(const Address& address) const;

private:
    Network(const Address::Bytes& first, unsigned bits) : first_(first), bits_(bits) {}

    Address::Bytes first_;
    unsigned bits_;
};

}  // namespace toolhost::outbound
