#include "mcp/listeners.hpp"

#include <iterator>
#include <utility>

#include "jsonrpc/encode.hpp"

namespace toolhost::mcp {
namespace {

constexpr std::string_view kUpdated = "notifications/resources/updated";
constexpr std::string_view kTask = "notifications/tasks";

std::string notification(std::string_view method, const std::string& params) {
    std::string text = R"({"jsonrpc":"2.0","method":")" + std::string(method) + '"';
    if (!params.empty()) text += R"(,"params":{)" + params + '}';
    return text + '}';
}

std::string uriMember(const std::string& uri) {
    return R"("uri":)" + jsonrpc::encodeString(uri);
}

}  // namespace

std::string_view notificationOf(Change change) {
    switch (change) {
        case Change::Tools:
            return "notifications/tools/list_changed";
        case Change::Prompts:
            return "notifications/prompts/list_changed";
        case Change::Resources:
            break;
    }
    return "notifications/resources/list_changed";
}

std::string subscriptionMeta(const std::string& id_json) {
    return R"({"io.modelcontextprotocol/subscriptionId":)" + id_json + '}';
}

void Listeners::add(const std::shared_ptr<Peer>& peer) {
    const std::lock_guard lock(mutex_);
    peers_[peer.get()] = peer;
}

std::uint64_t Listeners::add(Subscription subscription) {
    const auto added = std::make_shared<const Subscription>(std::move(subscription));
    std::uint64_t number = 0;
    bool is_too_late = false;
    {
        const std::lock_guard lock(mutex_);
        number = ++added_;
        is_too_late = is_closed_;
        if (!is_closed_) subscriptions_.emplace(number, added);
    }
    if (is_too_late) added->close();
    return number;
}

void Listeners::close(std::uint64_t number) {
    decltype(subscriptions_)::node_type closed;
    {
        const std::lock_guard lock(mutex_);
        closed = subscriptions_.extract(number);
    }
    if (closed) closed.mapped()->close();
}

void Listeners::closeOf(const Peer& connection) {
    std::vector<SharedSubscription> closed;
    {
        const std::lock_guard lock(mutex_);
        for (auto one = subscriptions_.begin(); one != subscriptions_.end();) {
            const bool is_its = one->second->connection.get() == &connection;
            if (is_its) closed.push_back(one->second);
            one = is_its ? subscriptions_.erase(one) : std::next(one);
        }
    }
    for (const auto& subscription : closed) {
        subscription->close();
    }
}

void Listeners::closeAll() {
    decltype(subscriptions_) all;
    {
        const std::lock_guard lock(mutex_);
        all.swap(subscriptions_);
        is_closed_ = true;
    }
    for (const auto& [number, subscription] : all) {
        subscription->close();
    }
}

void Listeners::tell(Change change) {
    const std::string plain = notification(notificationOf(change), {});
    for (const auto& peer : peers()) {
        peer->tell(plain);
    }
    for (const auto& one : subscriptions()) {
        if (!one->filter.lists.contains(change)) continue;
        one->way->say(
            notification(notificationOf(change), R"("_meta":)" + subscriptionMeta(one->id_json)));
    }
}

void Listeners::tellOfUpdate(const std::string& uri) {
    const std::string plain = notification(kUpdated, uriMember(uri));
    for (const auto& peer : peers()) {
        if (peer->watches(uri)) peer->tell(plain);
    }
    for (const auto& one : subscriptions()) {
        if (!one->filter.uris.contains(uri)) continue;
        one->way->say(notification(
            kUpdated, uriMember(uri) + R"(,"_meta":)" + subscriptionMeta(one->id_json)));
    }
}

void Listeners::tellOfTask(const std::string& id, const std::function<std::string()>& members) {
    std::vector<SharedSubscription> following;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [number, subscription] : subscriptions_) {
            if (subscription->filter.tasks.contains(id)) following.push_back(subscription);
        }
    }
    if (following.empty()) return;
    const std::string text = members();
    for (const auto& one : following) {
        one->way->say(notification(kTask, text + R"(,"_meta":)" + subscriptionMeta(one->id_json)));
    }
}

std::vector<std::shared_ptr<Peer>> Listeners::peers() {
    std::vector<std::shared_ptr<Peer>> there;
    const std::lock_guard lock(mutex_);
    for (auto one = peers_.begin(); one != peers_.end();) {
        auto peer = one->second.lock();
        one = peer ? std::next(one) : peers_.erase(one);
        if (peer) there.push_back(std::move(peer));
    }
    return there;
}

std::vector<Listeners::SharedSubscription> Listeners::subscriptions() const {
    std::vector<SharedSubscription> all;
    const std::lock_guard lock(mutex_);
    all.reserve(subscriptions_.size());
    for (const auto& [number, subscription] : subscriptions_) {
        all.push_back(subscription);
    }
    return all;
}

}  // namespace toolhost::mcp
