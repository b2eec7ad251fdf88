#include "config/outbound_keys.hpp"

#include <cstdint>
#include <utility>

#include "config/codecs.hpp"

namespace toolhost::config {
namespace {

constexpr std::int64_t kKiB = 1 << 10;
constexpr std::int64_t kMiB = 1 << 20;
constexpr std::int64_t kDayMs = 86'400'000;

template <typename Member, typename Codec>
Field ofOutbound(Member outbound::Settings::*member, Codec codec) {
    return fieldOf(&Settings::outbound, member, std::move(codec));
}

std::vector<Key> boundsKeys() {
    using Outbound = outbound::Settings;
    return {{"outbound.connect_timeout_ms",
             "How long a name may take to look up and a connection to open.",
             ofOutbound(&Outbound::connect_timeout, Whole{10, 600'000, "milliseconds"})},
            {"outbound.tls_timeout_ms",
             "How long TLS may take to be negotiated on a new connection.",
             ofOutbound(&Outbound::tls_timeout, Whole{10, 600'000, "milliseconds"})},
            {"outbound.first_byte_timeout_ms",
             "How long an answer may take to begin, from the last byte sent.",
             ofOutbound(&Outbound::first_byte_timeout, Whole{10, kDayMs, "milliseconds"})},
            {"outbound.idle_timeout_ms",
             "How long an answer that has begun may pause.",
             ofOutbound(&Outbound::idle_timeout, Whole{10, kDayMs, "milliseconds"})},
            {"outbound.total_timeout_ms",
             "How long a request may take until its last byte, repetitions included, unless "
             "its call's deadline is sooner.",
             ofOutbound(&Outbound::total_timeout, Whole{10, kDayMs, "milliseconds"})},
            {"outbound.response_bytes_max",
             "The largest response that is read, decompressed; a larger one is an error.",
             ofOutbound(&Outbound::response_bytes_max, Whole{kKiB, 1024 * kMiB, "bytes"})},
            {"outbound.response_header_bytes_max",
             "The most that the header lines of one response may add up to.",
             ofOutbound(&Outbound::response_header_bytes_max, Whole{kKiB, 16 * kMiB, "bytes"})},
            {"outbound.connections_per_host_max",
             "Connections kept to one host.",
             ofOutbound(&Outbound::connections_per_host_max, Whole{1, 1024, "connections"})},
            {"outbound.connections_max",
             "Connections kept to all hosts together.",
             ofOutbound(&Outbound::connections_max, Whole{1, 65535, "connections"})},
            {"outbound.idle_connections_max",
             "Connections kept for later when nothing uses them.",
             ofOutbound(&Outbound::idle_connections_max, Whole{1, 65535, "connections"})}};
}

std::vector<Key> repetitionKeys() {
    using Outbound = outbound::Settings;
    return {{"outbound.attempts_max",
             "How often one request is sent at the most, where sending it again is safe.",
             ofOutbound(&Outbound::attempts_max, Whole{1, 10, "attempts"})},
            {"outbound.retry_delay_ms",
             "How long to wait before the second attempt; each later one waits twice as "
             "long.",
             ofOutbound(&Outbound::retry_delay, Whole{1, 60'000, "milliseconds"})},
            {"outbound.breaker_failures",
             "After so many failures in a row (no connection, no answer in time, 502, 503 or "
             "504) a host is left alone.",
             ofOutbound(&Outbound::breaker_failures, Whole{1, 10'000, "failures"})},
            {"outbound.breaker_open_ms",
             "How long such a host is left alone before one request tries it again.",
             ofOutbound(&Outbound::breaker_open, Whole{10, 3'600'000, "milliseconds"})}};
}

std::vector<Key> trustKeys() {
    using Outbound = outbound::Settings;
    return {
        {"outbound.ca_file",
         "Certificate authorities to trust instead of the system's.",
         ofOutbound(&Outbound::ca_file, Text{"a PEM file", refuseUnreadableFile})},
        {"outbound.client_certificate_file",
         "The certificate that is shown to servers which ask for one.",
         ofOutbound(&Outbound::client_certificate_file, Text{"a PEM file", refuseUnreadableFile})},
        {"outbound.client_key_file",
         "The private key of that certificate.",
         ofOutbound(&Outbound::client_key_file, OrNothing<KeyFile>{})}};
}

std::vector<Key> routeKeys() {
    using Outbound = outbound::Settings;
    return {
        {"outbound.proxy",
         "The proxy through which requests go; proxies named in the environment are "
         "ignored.",
         ofOutbound(&Outbound::proxy, Text{"http(s)://host[:port]", refuseNoProxy})},
        {"outbound.proxy_user",
         "The user name that the proxy asks for.",
         ofOutbound(&Outbound::proxy_user, Text{"text"})},
        {"outbound.proxy_password",
         "That user's password.",
         ofOutbound(&Outbound::proxy_password, OrNothing<SecretReference>{})},
        {"outbound.proxy_exceptions",
         "Hosts, domains and addresses that are reached without the proxy.",
         ofOutbound(&Outbound::proxy_exceptions, List{Text{"a host, a domain or an address"}})},
        {"outbound.public_ports",
         "The ports that URLs may name which strangers wrote, such as a client's "
         "metadata document; only https is asked, and only at public addresses.",
         ofOutbound(&Outbound::public_ports, List{Text{"a port from 1 to 65535", refuseNoPort}})},
        {"outbound.public_networks",
         "Networks of this site whose addresses such URLs may lead to all the same.",
         ofOutbound(&Outbound::public_networks,
                    List{Text{"a network such as 10.1.0.0/16", refuseNoNetwork}})},
        {"outbound.public_by_proxy",
         "Whether such URLs may go through the proxy; where they lead is then for the "
         "proxy to check, because only it sees the address. If false they are refused "
         "when a proxy is set.",
         ofOutbound(&Outbound::public_by_proxy, Switch{})}};
}

}  // namespace

Group outboundKeys() {
    Group group{"Requests to other systems", boundsKeys()};
    for (const auto& more : {repetitionKeys(), trustKeys(), routeKeys()}) {
        group.keys.insert(group.keys.end(), more.begin(), more.end());
    }
    return group;
}

}  // namespace toolhost::config
