#include "config/listen_keys.hpp"

#include <cstdint>
#include <utility>

#include "config/codecs.hpp"

namespace toolhost::config {
namespace {

using Http = http::Settings;

constexpr std::int64_t kKiB = 1 << 10;
constexpr std::int64_t kMiB = 1 << 20;

template <typename Member, typename Codec>
Field ofListener(Member Http::*member, Codec codec) {
    return fieldOf(&Settings::http, member, std::move(codec));
}

std::optional<base::Error> refuseNoProxyNetwork(std::string_view text) {
    if (text == "unix") return std::nullopt;
    return refuseNoNetwork(text);
}

Field milliseconds(std::chrono::milliseconds Http::*member) {
    return ofListener(member, Whole{100, 600'000, "milliseconds"});
}

std::vector<Key> addressKeys() {
    return {
        {"public_url",
         "How clients reach this host: the issuer of tokens and the start of every link; empty "
         "means http:// and the listen address.",
         fieldOf(&Settings::identity,
                 &identity::Settings::public_url,
                 Text{"https://host[:port], http on loopback only", refuseUnsafeOrigin})},
        {"listen.host",
         "The address to listen on; any but loopback needs auth.mode = required and a "
         "public_url.",
         ofListener(&Http::host, Text{"a host name or an IP address", refuseNoHost})},
        {"listen.port",
         "The TCP port; 0 lets the system choose, and the ready line says which it chose.",
         ofListener(&Http::port, Whole{0, 65535})},
        {"listen.tls.certificate_file",
         "The certificate to speak TLS with, PEM, its chain behind it; read again at SIGHUP. Empty "
         "means HTTP without TLS.",
         ofListener(&Http::tls_certificate_file, Path{}),
         TakenUp::AtHangup},
        {"listen.tls.key_file",
         "The certificate's key, PEM, not encrypted, which nobody else may read.",
         ofListener(&Http::tls_key_file, OrNothing<KeyFile>{}),
         TakenUp::AtHangup},
        {"listen.unix_path",
         "A unix socket to listen on besides, without TLS, for a proxy on this machine.",
         ofListener(&Http::unix_path, Path{})},
        {"listen.unix_access",
         "Who may connect to it: the user that the host runs as, or that user's group too.",
         ofListener(&Http::unix_access,
                    Choice<http::UnixAccess>{
                        {{"owner", http::UnixAccess::Owner}, {"group", http::UnixAccess::Group}}})},
        {"listen.trusted_proxies",
         "Networks whose X-Forwarded-For is believed; unix means who comes by listen.unix_path.",
         ofListener(&Http::trusted_proxies,
                    List{Text{"a network such as 10.1.0.0/16, or unix", refuseNoProxyNetwork}})},
        {"listen.allowed_origins",
         "Origins of web pages that may call this host, besides its own.",
         ofListener(&Http::allowed_origins, List{Text{"http(s)://host[:port]", refuseNoOrigin}})}};
}

std::vector<Key> capacityKeys() {
    return {{"listen.io_threads",
             "Threads that read requests, answer those to /mcp and write answers.",
             ofListener(&Http::io_threads, Whole{1, 64, "threads"})},
            {"listen.threads",
             "Threads for /oauth, where passwords are hashed and the disk is waited for.",
             ofListener(&Http::threads, Whole{1, 1024, "threads"})},
            {"listen.queued_requests_max",
             "Requests that wait for one of listen.threads; one more is answered 503.",
             ofListener(&Http::queued_requests_max, Whole{1, 65535, "requests"})},
            {"listen.connections_max",
             "Connections at once, idle ones and streams among them; one more is answered 503.",
             ofListener(&Http::connections_max, Whole{1, 1'000'000, "connections"})},
            {"listen.connections_per_address_max",
             "Of those, from one address; one more is answered 503.",
             ofListener(&Http::connections_per_address_max, Whole{1, 1'000'000, "connections"})},
            {"listen.requests_per_connection_max",
             "Requests after which a connection is closed.",
             ofListener(&Http::requests_per_connection_max, Whole{1, 1'000'000'000, "requests"})},
            {"listen.streams_max",
             "Event streams open at once; instead of one more, the request is answered otherwise.",
             ofListener(&Http::streams_max, Whole{0, 1'000'000, "streams"})},
            {"listen.stream_queue_bytes_max",
             "What may wait for the client of an event stream; a slower one is cut off.",
             ofListener(&Http::stream_queue_bytes_max, Whole{kKiB, 256 * kMiB, "bytes"})},
            {"listen.stream_keep_alive_ms",
             "How often an event stream on which nothing happens carries a comment.",
             milliseconds(&Http::stream_keep_alive)}};
}

std::vector<Key> timeKeys() {
    return {{"listen.tls.handshake_timeout_ms",
             "How long a client may take to agree on TLS.",
             milliseconds(&Http::tls_handshake_timeout)},
            {"listen.head_timeout_ms",
             "How long the head of a request may take; a longer one is answered 408.",
             milliseconds(&Http::head_timeout)},
            {"listen.body_timeout_ms",
             "How long a body may take that comes at less than listen.bytes_per_second_min.",
             milliseconds(&Http::body_timeout)},
            {"listen.answer_timeout_ms",
             "How long a client may take over an answer at less than listen.bytes_per_second_min.",
             milliseconds(&Http::answer_timeout)},
            {"listen.bytes_per_second_min",
             "The pace at which a body or an answer may take longer than its timeout.",
             ofListener(&Http::bytes_per_second_min, Whole{1, 256 * kMiB, "bytes"})},
            {"listen.idle_timeout_ms",
             "How long a connection is kept open for the next request.",
             milliseconds(&Http::idle_timeout)}};
}

std::vector<Key> sizeKeys() {
    return {{"listen.request_line_bytes_max",
             "The longest request line; a longer one is answered 414.",
             ofListener(&Http::request_line_bytes_max, Whole{256, kMiB, "bytes"})},
            {"listen.fields_max",
             "The most fields of a request; more are answered 431.",
             ofListener(&Http::fields_max, Whole{8, 4096, "fields"})},
            {"listen.fields_bytes_max",
             "The most bytes of a request's fields together; more are answered 431.",
             ofListener(&Http::fields_bytes_max, Whole{kKiB, 4 * kMiB, "bytes"})},
            {"listen.field_bytes_max",
             "The longest value of one field; a longer one is answered 431.",
             ofListener(&Http::field_bytes_max, Whole{256, kMiB, "bytes"})},
            {"listen.body_bytes_max",
             "The largest body of a request to /mcp; a larger one is answered 413.",
             ofListener(&Http::body_bytes_max, Whole{kKiB, 256 * kMiB, "bytes"})},
            {"listen.oauth_body_bytes_max",
             "The largest body of a request to /oauth; a larger one is answered 413.",
             ofListener(&Http::oauth_body_bytes_max, Whole{kKiB, kMiB, "bytes"})}};
}

}  // namespace

Group listenKeys() {
    Group group{"Addresses and listener", addressKeys()};
    for (const auto& more : {capacityKeys(), timeKeys(), sizeKeys()}) {
        group.keys.insert(group.keys.end(), more.begin(), more.end());
    }
    return group;
}

}  // namespace toolhost::config
