#include "http/connection/outbox.hpp"

#include <utility>

namespace toolhost::http {

Outbox::State Outbox::send(Transport& transport, std::string bytes) {
    if (size() == 0) {
        waiting_ = std::move(bytes);
        sent_ = 0;
    } else {
        waiting_.erase(0, std::exchange(sent_, 0));
        waiting_.append(bytes);
    }
    return flush(transport);
}

Outbox::State Outbox::flush(Transport& transport) {
    while (size() > 0) {
        const auto [count, is_broken] = transport.send(std::string_view(waiting_).substr(sent_));
        if (is_broken) return State::Broken;
        if (count == 0) return State::Waiting;
        sent_ += count;
    }
    waiting_ = {};  // gives the memory back
    sent_ = 0;
    return State::Empty;
}

}  // namespace toolhost::http
