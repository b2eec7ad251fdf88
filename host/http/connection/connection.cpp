#include "http/connection/connection.hpp"

#include <algorithm>
#include <chrono>
#include <sys/epoll.h>
#include <utility>

namespace toolhost::http {
namespace {

using std::chrono::steady_clock;

/// Edge-triggered, so that an exchange needs no change of it.
constexpr std::uint32_t kEvents = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
/// Requests of one connection that are read before the others have their turn.
constexpr int kTurnsMax = 16;
/// What is read of a client that was told to go: it shall see the answer, not a reset.
constexpr std::size_t kDrainBytesMax = 64U << 10U;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Connection::Connection(Loop& loop,
                       const Premises& premises,
                       std::unique_ptr<Transport> transport,
                       std::string address)
    : loop_(loop),
      premises_(premises),
      id_(loop.nameNext()),
      address_(std::move(address)),
      intake_(premises.head_limits, premises.body_bytes_max),
      phase_began_(steady_clock::now()),
      is_shaking_hands_(!transport->isReady()),
      transport_(std::move(transport)),
      due_(phase_began_ + (is_shaking_hands_ ? premises.settings.tls_handshake_timeout
                                             : premises.settings.head_timeout)) {}

void Connection::open() {
    watch();
    if (premises_.is_closing) close();
}

void Connection::turnAway(const Response& response) {
    watch();
    sayLast(response);
}

/// The first event comes at once: the socket can be written to.
void Connection::watch() {
    if (!loop_.watch(id_, transport_->socket(), kEvents, shared_from_this())) return close();
    const std::lock_guard lock(mutex_);
    setDue(due_);
}

// ---- Reading

void Connection::onReady(std::uint32_t events) {
    if ((events & (EPOLLHUP | EPOLLERR)) != 0) return close();
    if ((events & EPOLLRDHUP) != 0) noteThatPeerEnded();
    is_drained_ = false;
    flush();
    pump();
}

void Connection::pump() {
    for (int turn = 0; turn < kTurnsMax; ++turn) {
        if (!readRequest()) return;
    }
    const std::lock_guard lock(mutex_);
    pumpLater();
}

/// Whether a request was read and given on.
bool Connection::readRequest() {
    using Progress = Intake::Progress;
    {
        const std::lock_guard lock(mutex_);
        input_waits_ = true;  // in case that this is no time to read
        if (state_ == State::Leaving) drain();
        if (state_ != State::Reading) return false;
    }
    std::optional<Progress> progress = intake_.advance({});
    while (progress == Progress::Waiting || progress == Progress::HeadRead) {
        if (progress == Progress::HeadRead && !wantsBody()) return false;
        progress = receiveMore();
    }
    if (progress == Progress::Refused) refuse(intake_.fault());
    if (progress != Progress::Complete) return false;
    begin();
    return true;
}

/// Absent when nothing more can be read now, or ever.
std::optional<Intake::Progress> Connection::receiveMore() {
    using Outcome = Received::Outcome;
    const auto into = loop_.scratch();
    const Received got = is_drained_ ? Received{} : transport_->receive(into);
    if (is_shaking_hands_ && transport_->isReady()) beginToWait();
    if (got.outcome == Outcome::Bytes) {
        is_drained_ = got.is_all && !has_peer_ended_;
        return intake_.advance({into.data(), got.count});
    }
    is_drained_ = true;
    if (got.outcome == Outcome::NothingNow) {
        awaitMore();
    } else if (got.outcome == Outcome::Ended && !intake_.isIdle()) {
        refuse({400, "the request ended before it was whole"});
    } else {
        close();
    }
    return std::nullopt;
}

/// TLS is agreed on; from here on the first request is waited for.
void Connection::beginToWait() {
    is_shaking_hands_ = false;
    phase_began_ = steady_clock::now();
    const std::lock_guard lock(mutex_);
    setDue(phase_began_ + premises_.settings.head_timeout);
}

/// The deadline that an incomplete request has; between requests the one set before stands.
void Connection::awaitMore() {
    if (intake_.isIdle()) return;
    const Phase phase = intake_.isInBody() ? Phase::Body : Phase::Head;
    if (std::exchange(phase_, phase) != phase) phase_began_ = steady_clock::now();
    const Settings& settings = premises_.settings;
    const auto allowed = phase == Phase::Head
                             ? settings.head_timeout
                             : premises_.allowance(settings.body_timeout, intake_.bodyReceived());
    const std::lock_guard lock(mutex_);
    setDue(phase_began_ + allowed);
}

/// Whether the body shall come. Says so to a client that asks first.
bool Connection::wantsBody() {
    Request head = intake_.request();
    head.peer = premises_.proxies.clientOf(address_, head.fields);
    if (const auto objection = premises_.dispatcher.site().findObjection(head)) {
        sayLast(*objection);
        return false;
    }
    const std::lock_guard lock(mutex_);
    if (intake_.terms().expects_continue) outbox_.send(*transport_, std::string(kContinue));
    return true;
}

void Connection::refuse(const Fault& fault) {
    premises_.log.info(
        "http.request.refused",
        {{"peer", address_}, {"status", std::to_string(fault.status)}, {"reason", fault.why}});
    sayLast(refusal(fault.status, fault.why));
}

/// In place of reading on.
void Connection::sayLast(const Response& response) {
    const std::lock_guard lock(mutex_);
    if (state_ != State::Reading) return;
    state_ = State::Sending;
    delivery_ = {.is_encrypted = transport_->isEncrypted()};
    push(textOf(response, delivery_));
}

void Connection::begin() {
    const bool keeps_open = intake_.terms().keeps_open;
    const int minor_version = intake_.minorVersion();
    Request request = intake_.take();
    phase_ = Phase::Idle;
    Exchange exchange = 0;
    {
        const std::lock_guard lock(mutex_);
        state_ = State::Answering;
        exchange = ++exchange_;
        delivery_ = {
            .is_for_head = request.method == "HEAD",
            .keeps_open = keeps_open && exchange < premises_.settings.requests_per_connection_max,
            .is_encrypted = transport_->isEncrypted(),
            .minor_version = minor_version,
            .idle_timeout = premises_.settings.idle_timeout};
        left_ = std::stop_source();
        request.left = left_.get_token();
        input_waits_ = intake_.hasRest() || !is_drained_;
        due_ = base::SteadyTime::max();
    }
    request.peer = premises_.proxies.clientOf(address_, request.fields);
    request.open_stream = [self = shared_from_this(), exchange] {
        return self->openStream(exchange);
    };
    premises_.dispatcher.dispatch(std::move(request),
                                  [self = shared_from_this(), exchange](Response response) {
                                      self->respond(exchange, std::move(response));
                                  });
}

// ---- Leaving

/// Who ends before the request was read whole may only have ended sending; who ends later leaves.
void Connection::noteThatPeerEnded() {
    has_peer_ended_ = true;
    std::stop_source left(std::nostopstate);
    bool was_streaming = false;
    {
        const std::lock_guard lock(mutex_);
        left = left_;
        was_streaming = state_ == State::Streaming;
    }
    left.request_stop();
    if (was_streaming) close();
}

void Connection::drain() {
    using Outcome = Received::Outcome;
    for (;;) {
        const auto got = transport_->discard(loop_.scratch());
        if (got.outcome == Outcome::NothingNow) return;
        discarded_ += got.count;
        if (got.outcome != Outcome::Bytes || discarded_ > kDrainBytesMax) return lose();
    }
}

void Connection::lose() {
    state_ = State::Lost;
    loop_.post([self = shared_from_this()] { self->close(); });
}

void Connection::close() {
    std::stop_source left(std::nostopstate);
    {
        const std::lock_guard lock(mutex_);
        if (state_ == State::Closed) return;
        if (state_ == State::Streaming) endStreaming();
        state_ = State::Closed;
        loop_.forget(id_, transport_->socket());
        transport_.reset();
        outbox_ = {};  // nobody takes the rest
        left = std::exchange(left_, std::stop_source(std::nostopstate));
    }
    premises_.headcount.leave(address_);
    left.request_stop();
}

void Connection::onRetire(bool ends_streams) {
    Exchange exchange = 0;
    State state = State::Closed;
    {
        const std::lock_guard lock(mutex_);
        state = state_;
        exchange = exchange_;
    }
    if (state == State::Reading && (ends_streams || intake_.isIdle())) return close();
    if (ends_streams) endStream(exchange);
}

// ---- Time

void Connection::setDue(base::SteadyTime due) {
    due_ = due;
    if (due_ >= alarm_) return;
    alarm_ = due_;
    loop_.wakeAt(due_, id_);
}

void Connection::pumpLater() {
    loop_.post([self = shared_from_this()] { self->pump(); });
}

void Connection::onAlarm(base::SteadyTime now) {
    State state = State::Closed;
    {
        const std::lock_guard lock(mutex_);
        alarm_ = base::SteadyTime::max();
        if (due_ > now) {
            if (due_ != base::SteadyTime::max()) setDue(due_);
            return;
        }
        due_ = base::SteadyTime::max();
        state = state_;
    }
    if (state == State::Streaming) return keepStreamAlive(now);
    if (state == State::Reading && !intake_.isIdle()) {
        return refuse({408, "the request did not come in time"});
    }
    close();
}

}  // namespace toolhost::http
