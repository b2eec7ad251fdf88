#include "mcp/sessions/listeners.hpp"

#include <utility>

#include "jsonrpc/encode.hpp"

namespace toolhost::mcp {

void Listeners::add(const std::shared_ptr<Peer>& peer, Notify notify) {
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [&peer](const Listener& one) {
        const auto there = one.peer.lock();
        return !there || there == peer;  // who says initialize again is told once
    });
    listeners_.push_back({peer, std::move(notify)});
}

void Listeners::tell(const std::string& method) {
    const std::string message = R"({"jsonrpc":"2.0","method":")" + method + "\"}";
    for (const auto& listener : listeners()) {
        if (const auto there = listener.peer.lock()) listener.notify(message);
    }
}

void Listeners::tellOfUpdate(const std::string& uri) {
    const std::string message =
        R"({"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":)" +
        jsonrpc::encodeString(uri) + "}}";
    for (const auto& listener : listeners()) {
        const auto there = listener.peer.lock();
        if (there && there->watches(uri)) listener.notify(message);
    }
}

std::vector<Listeners::Listener> Listeners::listeners() const {
    const std::lock_guard lock(mutex_);
    return listeners_;
}

}  // namespace toolhost::mcp
