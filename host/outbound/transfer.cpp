#include "outbound/transfer.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "outbound/options.hpp"

namespace toolhost::outbound {
namespace {

using Kind = Failure::Kind;
using Phase = Progress::Phase;

Kind kindOf(CURLcode code, bool was_sent) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_OPERATION_TIMEDOUT:  // libcurl is given no time limit but the one to connect
            return Kind::Unreachable;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_INVALIDCERTSTATUS:
            return Kind::Tls;
        default:
            return was_sent ? Kind::Protocol : Kind::Unreachable;
    }
}

Evidence evidenceOf(const Outcome& outcome) {
    if (const auto* response = std::get_if<Response>(&outcome)) {
        const bool is_down = response->status >= 502 && response->status <= 504;
        return is_down ? Evidence::Failing : Evidence::Alive;
    }
    switch (std::get<Failure>(outcome).kind) {
        case Kind::Unreachable:
        case Kind::Protocol:
            return Evidence::Failing;
        case Kind::TooLarge:
            return Evidence::Alive;
        case Kind::Timeout:  // whose time it was is not known here
        case Kind::Tls:
        case Kind::Abandoned:
        case Kind::Cancelled:
        case Kind::Refused:
            return Evidence::None;
    }
    return Evidence::None;
}

std::string_view adviceFor(Kind kind) {
    if (kind == Kind::Unreachable) {
        return "; check the address, the network and that the server runs";
    }
    if (kind == Kind::Tls) return "; check the server's certificate and the configured ca_file";
    return "";
}

Intake::Bounds boundsOf(const Request& request, const Settings& settings) {
    const std::size_t body =
        request.response_bytes_max.value_or(std::numeric_limits<std::size_t>::max());
    return {settings.response_header_bytes_max, std::min(body, settings.response_bytes_max)};
}

}  // namespace

Transfer::Transfer(const Surroundings& surroundings, Order order)
    : Job(order.until, std::move(order.stop)),
      surroundings_(surroundings),
      request_(std::move(order.request)),
      described_(std::move(order.described)),
      is_hurried_(order.is_hurried),
      done_(std::move(order.done)),
      intake_(boundsOf(*request_, surroundings.settings),
              request_->sink ? &*request_->sink : nullptr),
      progress_(surroundings.settings, surroundings.clock) {}

Transfer::~Transfer() {
    detach();
}

bool Transfer::start(CURLM* multi, std::function<void()> moved) {
    moved_ = std::move(moved);
    setOptions(easy_, *request_, surroundings_.settings);
    setReceivers();
    setObservers();
    setBody();
    if (easy_.refused() != CURLE_OK) return false;
    if (curl_multi_add_handle(multi, easy_.get()) != CURLM_OK) return false;
    multi_ = multi;
    return true;
}

void Transfer::setReceivers() {
    easy_.set(CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    easy_.set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    easy_.set(CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    easy_.set(CURLOPT_WRITEDATA, static_cast<void*>(this));
}

void Transfer::setObservers() {
    easy_.set(CURLOPT_RESOLVER_START_FUNCTION, &Transfer::onResolve);
    easy_.set(CURLOPT_RESOLVER_START_DATA, static_cast<void*>(this));
    easy_.set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::onSocket);
    easy_.set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
    easy_.set(CURLOPT_SSL_CTX_FUNCTION, &Transfer::onTls);
    easy_.set(CURLOPT_SSL_CTX_DATA, static_cast<void*>(this));
    easy_.set(CURLOPT_PREREQFUNCTION, &Transfer::onReady);
    easy_.set(CURLOPT_PREREQDATA, static_cast<void*>(this));
}

void Transfer::setBody() {
    const bool has_body = hasBody(*request_);
    if (request_->method == "HEAD") easy_.set(CURLOPT_NOBODY, 1L);
    if (has_body) {
        easy_.set(CURLOPT_POST, 1L);
        easy_.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(bodyBytes()));
    }
    if (has_body && !request_->source && isIdempotent(request_->method)) {
        easy_.set(CURLOPT_POSTFIELDS, request_->body.data());
    } else if (has_body) {
        // libcurl repeats a request whose pooled connection died before an answer, though the
        // server may have carried it out. A body that cannot be rewound makes it fail instead.
        easy_.set(CURLOPT_READFUNCTION, &Transfer::onSend);
        easy_.set(CURLOPT_READDATA, static_cast<void*>(this));
    }
    easy_.set(CURLOPT_CUSTOMREQUEST, request_->method.c_str());
}

void Transfer::finish(CURLcode code) {
    detach();
    report(attemptOf(easy_.refused() != CURLE_OK ? easy_.refused() : code));
}

void Transfer::end(Ending ending) {
    detach();
    if (ending == Ending::Overdue) return report(overdueAttempt());
    report({.outcome = failureOf({Kind::Cancelled, "cancelled before the answer came"})});
}

base::SteadyTime Transfer::until() const {
    return std::min(Job::until(), progress_.until());
}

void Transfer::detach() {
    if (multi_ == nullptr) return;
    curl_multi_remove_handle(multi_, easy_.get());
    multi_ = nullptr;
}

void Transfer::report(Attempt attempt) {
    attempt.is_engaged = intake_.isSinkEngaged() || (request_->source && sent_ > 0);
    attempt.measures = measures();
    done_(std::move(attempt));
}

Attempt Transfer::attemptOf(CURLcode code) {
    Attempt attempt;
    if (code == CURLE_OK) {
        attempt.outcome = intake_.release();
    } else {
        attempt.outcome = failureOf(code);
        attempt.is_unsent = mayFareBetter(code);
    }
    attempt.evidence = evidenceOf(attempt.outcome);
    return attempt;
}

Attempt Transfer::overdueAttempt() const {
    const bool is_unsent = progress_.phase() < Phase::Waiting;
    if (progress_.until() < Job::until()) {
        return {.outcome = failureOf(
                    {is_unsent ? Kind::Unreachable : Kind::Timeout, progress_.lateness()}),
                .evidence = Evidence::Failing};
    }
    // The host is not judged by a time that its sender cut short, nor by our own queue.
    const bool is_fair = !is_hurried_ && progress_.phase() != Phase::Queued;
    return {.outcome = failureOf(
                {Kind::Timeout,
                 is_unsent ? "no answer in time; nothing was sent" : "no answer in time"}),
            .evidence = is_fair ? Evidence::Failing : Evidence::None};
}

Failure Transfer::failureOf(CURLcode code) const {
    if (is_refused_by_guard_) {
        return failureOf({Kind::Refused,
                          "a URL that is not configured may not lead to an address that is not "
                          "public (outbound.public_networks)"});
    }
    if (const auto& objection = intake_.objection()) return failureOf(*objection);
    if (source_error_) return failureOf({Kind::Abandoned, source_error_->what});
    const Kind kind = kindOf(code, wasSent());
    if (code == CURLE_OPERATION_TIMEDOUT) return failureOf({kind, progress_.lateness()});
    if (code == CURLE_SEND_FAIL_REWIND) {
        return failureOf({kind,
                          "the connection ended before the answer; the request may have been "
                          "carried out"});
    }
    // libcurl's own words may hold what a server wrote, which no stranger's may lead out.
    if (request_->reach == Reach::Public || easy_.detail().empty()) {
        return failureOf({kind, curl_easy_strerror(code)});
    }
    return failureOf({kind, std::string(easy_.detail())});
}

Failure Transfer::failureOf(Intake::Objection why) const {
    if (why.kind == Kind::Abandoned) {  // said by the sender's own functions
        return {why.kind, std::move(why.cause)};
    }
    std::string what = described_ + ": " + why.cause;
    what += adviceFor(why.kind);
    return {why.kind, std::move(what)};
}

bool Transfer::wasSent() const {
    return progress_.phase() >= Phase::Waiting && easy_.number(CURLINFO_REQUEST_SIZE) > 0;
}

/// Whether a new attempt may succeed where this one never came to send: the connection was refused,
/// or one of the pool turned out to be dead.
bool Transfer::mayFareBetter(CURLcode code) const {
    if (is_refused_by_guard_ || wasSent()) return false;
    if (code == CURLE_COULDNT_CONNECT) return true;
    const bool is_broken = code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR ||
                           code == CURLE_GOT_NOTHING || code == CURLE_SEND_FAIL_REWIND;
    return is_broken && progress_.phase() >= Phase::Waiting;
}

Measures Transfer::measures() const {
    Measures measured;
    measured.connections_opened = static_cast<std::uint64_t>(easy_.number(CURLINFO_NUM_CONNECTS));
    measured.is_reused = measured.connections_opened == 0 && progress_.phase() >= Phase::Waiting;
    measured.is_http2 = easy_.number(CURLINFO_HTTP_VERSION) == CURL_HTTP_VERSION_2_0;
    measured.bytes_sent = static_cast<std::uint64_t>(easy_.number(CURLINFO_REQUEST_SIZE)) +
                          easy_.bytes(CURLINFO_SIZE_UPLOAD_T);
    measured.bytes_received = static_cast<std::uint64_t>(easy_.number(CURLINFO_HEADER_SIZE)) +
                              easy_.bytes(CURLINFO_SIZE_DOWNLOAD_T);
    const auto connected = easy_.time(CURLINFO_CONNECT_TIME_T);
    const auto secured = easy_.time(CURLINFO_APPCONNECT_TIME_T);
    const auto ready = easy_.time(CURLINFO_PRETRANSFER_TIME_T);
    const auto first_byte = easy_.time(CURLINFO_STARTTRANSFER_TIME_T);
    if (measured.connections_opened > 0) measured.connect = connected;
    if (measured.connections_opened > 0 && connected && secured) {
        measured.tls = *secured - *connected;
    }
    if (ready && first_byte) measured.first_byte = *first_byte - *ready;
    return measured;
}

void Transfer::enter(Progress::Phase phase) {
    if (progress_.enter(phase)) moved_();
}

void Transfer::received() {
    if (intake_.isHeadComplete()) enter(Phase::Receiving);
    progress_.touch();
}

bool Transfer::isGuarded() const {
    return request_->reach == Reach::Public && surroundings_.guard.seesAddresses();
}

curl_socket_t Transfer::openSocket(const curl_sockaddr& address) {
    enter(Phase::Connecting);
    if (isGuarded() && !surroundings_.guard.admits(Address::of(address.addr))) {
        is_refused_by_guard_ = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
}

/// The guard asks again of the connection itself: one of the pool may have been opened for a URL
/// that is trusted.
bool Transfer::admitsPeer(const char* address) {
    if (isGuarded() && !surroundings_.guard.admits(Address::parse(address))) {
        is_refused_by_guard_ = true;
    }
    return !is_refused_by_guard_;
}

std::uint64_t Transfer::bodyBytes() const {
    return request_->source ? request_->source->bytes : request_->body.size();
}

std::size_t Transfer::giveBody(char* into, std::size_t room) {
    progress_.touch();
    const auto left = static_cast<std::size_t>(bodyBytes() - sent_);
    const std::size_t wanted = std::min(room, left);
    if (wanted == 0) return 0;
    if (request_->source) return giveFromSource(into, wanted);
    std::memcpy(into, request_->body.data() + sent_, wanted);
    sent_ += wanted;
    return wanted;
}

std::size_t Transfer::giveFromSource(char* into, std::size_t room) {
    const auto given = request_->source->read(into, room);
    if (given.ok() && given.value() > 0 && given.value() <= room) {
        sent_ += given.value();
        return given.value();
    }
    source_error_ = given.ok() ? base::Error{described_ + ": the body's source gave " +
                                             std::to_string(given.value()) + " bytes where 1 to " +
                                             std::to_string(room) + " were due"}
                               : given.error();
    return CURL_READFUNC_ABORT;
}

std::size_t Transfer::onHeader(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view line(bytes, size * count);
    if (!transfer.intake_.takeHeader(line)) return 0;
    transfer.received();
    return line.size();
}

std::size_t Transfer::onBody(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view part(bytes, size * count);
    if (!transfer.intake_.takeBody(part)) return CURL_WRITEFUNC_ERROR;
    transfer.received();
    return part.size();
}

std::size_t Transfer::onSend(char* into, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->giveBody(into, size * count);
}

int Transfer::onResolve(void* /*resolver*/, void* /*reserved*/, void* self) {
    static_cast<Transfer*>(self)->enter(Phase::Connecting);
    return 0;
}

curl_socket_t Transfer::onSocket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
    return static_cast<Transfer*>(self)->openSocket(*address);
}

CURLcode Transfer::onTls(CURL* /*easy*/, void* /*context*/, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const Settings& settings = transfer.surroundings_.settings;
    // libcurl counts the handshake as connecting; from here on it has time of its own.
    const auto both = settings.connect_timeout + settings.tls_timeout;
    transfer.easy_.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(both.count()));
    transfer.enter(Phase::Securing);
    return CURLE_OK;
}

int Transfer::onReady(void* self, char* peer, char* /*local*/, int /*port*/, int /*local_port*/) {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.enter(Phase::Waiting);
    return transfer.admitsPeer(peer) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

}  // namespace toolhost::outbound
