#include "outbound/progress.hpp"

#include <string_view>

namespace toolhost::outbound {
namespace {

using Phase = Progress::Phase;

struct Limit {
    std::chrono::milliseconds time;
    std::string_view missing;
    std::string_view key;
};

Limit limitOf(Phase phase, const Settings& settings) {
    switch (phase) {
        case Phase::Connecting:
            return {settings.connect_timeout, "no connection", "outbound.connect_timeout_ms"};
        case Phase::Securing:
            return {settings.tls_timeout, "no TLS handshake", "outbound.tls_timeout_ms"};
        case Phase::Waiting:
            return {settings.first_byte_timeout, "no answer", "outbound.first_byte_timeout_ms"};
        case Phase::Receiving:
            return {settings.idle_timeout, "nothing more", "outbound.idle_timeout_ms"};
        case Phase::Queued:
            break;
    }
    return {settings.total_timeout, "no free connection", "outbound.total_timeout_ms"};
}

}  // namespace

bool Progress::enter(Phase phase) {
    if (phase <= phase_) return false;
    phase_ = phase;
    touch();
    return true;
}

void Progress::touch() {
    if (phase_ != Phase::Queued) until_ = clock_.steady() + limitOf(phase_, settings_).time;
}

std::string Progress::lateness() const {
    const Limit limit = limitOf(phase_, settings_);
    std::string text(limit.missing);
    text += " within " + std::to_string(limit.time.count()) + " ms (";
    text += limit.key;
    return text + ")";
}

}  // namespace toolhost::outbound
