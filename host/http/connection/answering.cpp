// What a connection does for whoever answers, on any thread: one response or one stream to each
// request, and what the socket did not take at once.
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "http/connection/connection.hpp"
#include "http/connection/stream.hpp"

namespace toolhost::http {
namespace {

using std::chrono::steady_clock;

/// How long a client that was told to go may take to read that.
constexpr std::chrono::seconds kDrainPatience{1};
constexpr std::string_view kStillThere = ":\n\n";

}  // namespace

bool Connection::isOwed(Exchange exchange) const {
    return state_ == State::Answering && exchange == exchange_;
}

void Connection::respond(Exchange exchange, Response response) {
    if (!isSafe(response.fields)) {  // a line break in a field would begin another answer
        response = refusal(500, "the answer has a field that HTTP does not allow");
    }
    const std::lock_guard lock(mutex_);
    if (!isOwed(exchange)) return;
    state_ = State::Sending;
    left_ = std::stop_source(std::nostopstate);
    delivery_.keeps_open = delivery_.keeps_open && !premises_.is_closing;
    push(textOf(response, delivery_));
}

std::shared_ptr<mcp::EventStream> Connection::openStream(Exchange exchange) {
    const std::lock_guard lock(mutex_);
    if (!isOwed(exchange) || left_.stop_requested()) return nullptr;
    if (!premises_.headcount.openStream()) return nullptr;
    state_ = State::Streaming;
    delivery_.keeps_open = delivery_.keeps_open && delivery_.minor_version > 0;
    setDue(steady_clock::now() + premises_.settings.stream_keep_alive);
    push(eventStreamHead(delivery_));
    if (state_ != State::Streaming) return nullptr;
    return std::make_shared<Stream>(shared_from_this(), exchange);
}

bool Connection::sendEvent(Exchange exchange, const mcp::Event& event) {
    const std::string text = textOf(event);
    const std::lock_guard lock(mutex_);
    if (state_ != State::Streaming || exchange != exchange_) return false;
    if (outbox_.size() + text.size() > premises_.settings.stream_queue_bytes_max) {
        endStreaming();
        lose();
        return false;
    }
    push(delivery_.minor_version > 0 ? chunkOf(text) : text);
    return state_ == State::Streaming;
}

void Connection::endStream(Exchange exchange) {
    const std::lock_guard lock(mutex_);
    if (state_ != State::Streaming || exchange != exchange_) return;
    endStreaming();
    state_ = State::Sending;
    left_ = std::stop_source(std::nostopstate);
    delivery_.keeps_open = delivery_.keeps_open && !premises_.is_closing;
    push(delivery_.minor_version > 0 ? chunkOf({}) : std::string{});
}

/// Comments show the client, and what is between, that the stream lives.
void Connection::keepStreamAlive(base::SteadyTime now) {
    const std::lock_guard lock(mutex_);
    if (state_ != State::Streaming) return;
    const bool waits = outbox_.size() > 0;
    if (waits && now - waiting_since_ >= premises_.settings.answer_timeout) {
        endStreaming();
        return lose();
    }
    if (!waits) {
        push(delivery_.minor_version > 0 ? chunkOf(kStillThere) : std::string(kStillThere));
    }
    setDue(now + premises_.settings.stream_keep_alive);
}

void Connection::endStreaming() {
    premises_.headcount.closeStream();
}

void Connection::push(std::string bytes) {
    const auto now = steady_clock::now();
    if (outbox_.size() == 0) waiting_since_ = now;
    const auto outcome = outbox_.send(*transport_, std::move(bytes));
    if (outcome == Outbox::State::Waiting && state_ == State::Sending) {
        const Settings& settings = premises_.settings;
        setDue(now + premises_.allowance(settings.answer_timeout, outbox_.size()));
    }
    settle(outcome);
}

void Connection::flush() {
    const std::lock_guard lock(mutex_);
    if (outbox_.size() > 0) settle(outbox_.flush(*transport_));
}

void Connection::settle(Outbox::State outcome) {
    if (outcome == Outbox::State::Empty && state_ == State::Sending) return finishSending();
    if (outcome != Outbox::State::Broken) return;
    if (state_ == State::Streaming) endStreaming();
    lose();
}

void Connection::finishSending() {
    const auto now = steady_clock::now();
    if (delivery_.keeps_open) {
        state_ = State::Reading;
        setDue(now + premises_.settings.idle_timeout);
        if (input_waits_) pumpLater();
        return;
    }
    state_ = State::Leaving;
    transport_->endSending();
    setDue(now + kDrainPatience);
    pumpLater();
}

}  // namespace toolhost::http
