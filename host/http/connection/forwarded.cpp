#include "http/connection/forwarded.hpp"

#include <algorithm>
#include <cstddef>
#include <netinet/in.h>
#include <optional>
#include <string_view>

#include <Poco/Net/IPAddress.h>

#include "base/text.hpp"
#include "http/parse/syntax.hpp"

namespace toolhost::http {
namespace {

using Poco::Net::IPAddress;

/// What "::ffff:10.1.2.3" means is 10.1.2.3.
IPAddress withoutMapping(const IPAddress& address) {
    constexpr std::size_t kMappedAt = 12;
    if (address.family() != IPAddress::IPv6 || !address.isIPv4Mapped()) return address;
    return {static_cast<const char*>(address.addr()) + kMappedAt, sizeof(in_addr)};
}

std::optional<IPAddress> parseAddress(std::string_view text) {
    IPAddress address;
    if (!IPAddress::tryParse(std::string(text), address)) return std::nullopt;
    return withoutMapping(address);
}

}  // namespace

struct TrustedProxies::Network {
    IPAddress base;
    IPAddress mask;

    static std::optional<Network> parse(std::string_view text) {
        const auto slash = text.find('/');
        const auto base = parseAddress(text.substr(0, slash));
        if (!base) return std::nullopt;
        const auto bits_max = static_cast<unsigned>(base->length()) * 8U;
        const auto bits = slash == text.npos ? bits_max : parseDecimal(text.substr(slash + 1));
        if (!bits || *bits > bits_max) return std::nullopt;
        const IPAddress mask(static_cast<unsigned>(*bits), base->family());
        return Network{*base & mask, mask};
    }

    [[nodiscard]] bool has(const IPAddress& address) const {
        return address.family() == base.family() && (address & mask) == base;
    }
};

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
    for (const auto& text : networks) {
        if (const auto network = Network::parse(text)) networks_.push_back(*network);
        trusts_unix_ = trusts_unix_ || text == kUnixAddress;
    }
}

TrustedProxies::~TrustedProxies() = default;

bool TrustedProxies::include(const std::string& address) const {
    if (address == kUnixAddress) return trusts_unix_;
    if (networks_.empty()) return false;
    const auto parsed = parseAddress(address);
    return parsed && std::any_of(networks_.begin(), networks_.end(), [&parsed](const auto& known) {
               return known.has(*parsed);
           });
}

std::string TrustedProxies::clientOf(const std::string& address, const Fields& fields) const {
    std::string client = address;
    const auto values = findFields(fields, "X-Forwarded-For");
    for (auto value = values.rbegin(); value != values.rend(); ++value) {
        const auto hops = base::split(*value, ',');
        for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
            if (!include(client)) return client;
            const auto parsed = parseAddress(base::trim(*hop));
            if (!parsed) return client;
            client = parsed->toString();
        }
    }
    return client;
}

}  // namespace toolhost::http
