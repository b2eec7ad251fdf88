#include "outbound/metrics.hpp"

#include <algorithm>

namespace toolhost::outbound {
namespace {

void count(Snapshot& counted, const Outcome& outcome) {
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
        ++counted.failed.at(static_cast<std::size_t>(failure->kind));
        return;
    }
    const int digit = std::clamp(std::get<Response>(outcome).status / 100, 0, 5);
    ++counted.answered.at(static_cast<std::size_t>(digit));
}

}  // namespace

void Metrics::requestBegan() {
    const std::lock_guard lock(mutex_);
    ++counted_.in_flight;
}

void Metrics::attemptBegan(bool is_repetition) {
    const std::lock_guard lock(mutex_);
    ++counted_.attempts;
    if (is_repetition) ++counted_.repetitions;
}

void Metrics::attemptEnded(const Measures& measures) {
    const std::lock_guard lock(mutex_);
    if (measures.connect) counted_.connect_time.add(*measures.connect);
    if (measures.tls) counted_.tls_time.add(*measures.tls);
    if (measures.first_byte) counted_.first_byte_time.add(*measures.first_byte);
    counted_.connections_opened += measures.connections_opened;
    if (measures.is_reused) ++counted_.connections_reused;
    if (measures.is_http2) ++counted_.http2_answers;
    counted_.bytes_sent += measures.bytes_sent;
    counted_.bytes_received += measures.bytes_received;
}

void Metrics::requestEnded(const Outcome& outcome, std::chrono::microseconds total) {
    const std::lock_guard lock(mutex_);
    --counted_.in_flight;
    counted_.total_time.add(total);
    count(counted_, outcome);
}

void Metrics::requestRefused() {
    const std::lock_guard lock(mutex_);
    ++counted_.failed.at(static_cast<std::size_t>(Failure::Kind::Refused));
}

Snapshot Metrics::snapshot() const {
    const std::lock_guard lock(mutex_);
    return counted_;
}

}  // namespace toolhost::outbound
