#include "http/connection/front.hpp"

#include <chrono>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <utility>

#include "http/connection/acceptor.hpp"
#include "http/connection/connection.hpp"
#include "http/connection/tls_transport.hpp"

namespace toolhost::http {
namespace {

/// How long clients have to take their last answers when the host stops.
constexpr std::chrono::seconds kStopPatience{3};

Headcount::Bounds boundsOf(const Settings& settings) {
    return {.connections_max = settings.connections_max,
            .per_address_max = settings.connections_per_address_max,
            .streams_max = settings.streams_max};
}

HeadLimits headLimitsOf(const Settings& settings) {
    return {.line_bytes_max = settings.request_line_bytes_max,
            .fields_max = settings.fields_max,
            .fields_bytes_max = settings.fields_bytes_max,
            .field_bytes_max = settings.field_bytes_max};
}

/// Small answers go at once; a client that is silently gone is noticed when it does not confirm
/// what it was sent. Both are refinements that a socket may do without.
void tune(int socket, const Settings& settings) {
    const int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const auto patience = static_cast<unsigned>(settings.stream_keep_alive.count());
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
}

Response noRoom() {
    Response response = refusal(503, "too many connections; come back shortly");
    response.fields.emplace_back("Retry-After", "1");
    return response;
}

}  // namespace

base::Result<std::unique_ptr<Front>> Front::open(const Settings& settings,
                                                 std::vector<Listener> listeners,
                                                 std::shared_ptr<const TlsContext> tls,
                                                 const Site& site,
                                                 base::Log& log) {
    std::unique_ptr<Front> front(new Front(settings, site, log));
    front->showCertificate(std::move(tls));
    if (auto started = front->startLoops(); !started.ok()) return started.error();
    for (auto& listener : listeners) {
        front->accept(std::move(listener));
    }
    return front;
}

Front::Front(const Settings& settings, const Site& site, base::Log& log)
    : settings_(settings),
      dispatcher_(settings, site, log),
      headcount_(boundsOf(settings)),
      proxies_(settings.trusted_proxies),
      premises_{
          .settings = settings_,
          .dispatcher = dispatcher_,
          .headcount = headcount_,
          .proxies = proxies_,
          .log = log,
          .head_limits = headLimitsOf(settings),
          .body_bytes_max = [&site](std::string_view path) { return site.bodyBytesMax(path); }} {}

base::Result<base::Done> Front::startLoops() {
    while (loops_.size() < settings_.io_threads) {
        auto loop = Loop::start("http-io-" + std::to_string(loops_.size()));
        if (!loop.ok()) return loop.error();
        loops_.push_back(std::move(loop).value());
    }
    return base::Done{};
}

void Front::accept(Listener listener) {
    Loop& loop = *loops_.front();
    const auto acceptor = std::make_shared<Acceptor>(
        loop,
        std::move(listener.socket),
        [this, kind = listener.kind](base::Descriptor socket, std::string address) {
            welcome(kind, std::move(socket), std::move(address));
        },
        premises_.log);
    loop.post([acceptor] { acceptor->open(); });
}

/// Connections go to the loops in turn.
void Front::welcome(Listener::Kind kind, base::Descriptor socket, std::string address) {
    using Verdict = Headcount::Verdict;
    const bool is_of_many = kind == Listener::Kind::Unix || proxies_.include(address);
    const auto verdict =
        headcount_.enter(address, is_of_many ? Headcount::Behind::Many : Headcount::Behind::One);
    if (verdict == Verdict::Flood) return;
    if (kind != Listener::Kind::Unix) tune(socket.number(), settings_);
    Loop& loop = *loops_[accepted_++ % loops_.size()];
    const auto connection = std::make_shared<Connection>(
        loop, premises_, transportOf(kind, std::move(socket)), std::move(address));
    loop.post([connection, is_welcome = verdict == Verdict::Welcome] {
        if (is_welcome) return connection->open();
        connection->turnAway(noRoom());
    });
}

std::unique_ptr<Transport> Front::transportOf(Listener::Kind kind, base::Descriptor socket) const {
    if (kind != Listener::Kind::Tls) return std::make_unique<PlainTransport>(std::move(socket));
    return std::make_unique<TlsTransport>(std::move(socket), *tls_.load());
}

void Front::stopAccepting() {
    premises_.is_closing = true;
    for (const auto& loop : loops_) {
        loop->retireAll(false);
    }
}

void Front::stop() {
    stopAccepting();
    for (const auto& loop : loops_) {
        loop->retireAll(true);
    }
    if (!headcount_.waitUntilEmpty(kStopPatience)) {
        premises_.log.info("http.connections.cut", {{"reason", "their answers were not taken"}});
    }
    for (const auto& loop : loops_) {
        loop->stop();
    }
}

}  // namespace toolhost::http
