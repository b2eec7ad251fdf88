#include "mcp/sessions/track.hpp"

#include <utility>

namespace toolhost::mcp {
namespace {

constexpr std::chrono::milliseconds kRetry{500};

}  // namespace

void Track::attach(std::shared_ptr<EventStream> stream) {
    const std::lock_guard lock(mutex_);
    letStreamEnd();
    stream_ = std::move(stream);
    if (primes_) deliver({.data = {}, .id = idOf(last_), .retry = kRetry});
}

void Track::resume(std::shared_ptr<EventStream> stream, std::uint64_t after) {
    const std::lock_guard lock(mutex_);
    letStreamEnd();
    stream_ = std::move(stream);
    for (const Kept& event : kept_) {
        if (event.number > after) deliver({.data = event.data, .id = idOf(event.number)});
    }
    if (is_finished_) letStreamEnd();
}

void Track::send(const std::string& message) {
    const std::lock_guard lock(mutex_);
    if (is_finished_) return;
    keep(message);
    deliver({.data = message, .id = idOf(last_)});
}

void Track::letGo(std::chrono::milliseconds retry) {
    const std::lock_guard lock(mutex_);
    const bool is_said = retry.count() > 0;
    if (is_said) deliver({.data = {}, .id = idOf(last_), .retry = retry});
    letStreamEnd();
}

void Track::finish() {
    const std::lock_guard lock(mutex_);
    is_finished_ = true;
    letStreamEnd();
}

bool Track::isFinished() const {
    const std::lock_guard lock(mutex_);
    return is_finished_;
}

std::string Track::idOf(std::uint64_t number) const {
    return name_ + '.' + std::to_string(number);
}

/// A stream that takes no more is let go; what it missed is kept.
void Track::deliver(const Event& event) {
    if (stream_ && !stream_->send(event)) stream_.reset();
}

void Track::keep(const std::string& message) {
    kept_.push_back({++last_, message});
    bytes_ += message.size();
    while (kept_.size() > kEventsMax || (bytes_ > kBytesMax && kept_.size() > 1)) {
        bytes_ -= kept_.front().data.size();
        kept_.pop_front();
    }
}

void Track::letStreamEnd() {
    if (stream_) stream_->end();
    stream_.reset();
}

}  // namespace toolhost::mcp
