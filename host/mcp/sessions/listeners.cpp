#include "mcp/sessions/listeners.hpp"

#include <utility>

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
    std::vector<Listener> told;
    {
        const std::lock_guard lock(mutex_);
        told = listeners_;
    }
    for (const auto& listener : told) {
        if (const auto there = listener.peer.lock()) listener.notify(message);
    }
}

}  // namespace toolhost::mcp
