#include "mcp/sessions/sessions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/base64.hpp"
#include "mcp/sessions/owner.hpp"

namespace toolhost::mcp {
namespace {

using nlohmann::json;

constexpr std::size_t kEndedMax = 20'000;
constexpr std::size_t kCapabilitiesBytesMax = 1024;

std::string boundTo(const std::string& owner) {
    return "mcp.session\n" + owner;
}

/// What is asked of clients; the rest of their capabilities would only make the id long.
std::string askable(const std::string& capabilities) {
    const json all = json::parse(capabilities, nullptr, false);
    json kept = json::object();
    for (const char* name : {"elicitation", "sampling", "roots"}) {
        if (all.is_object() && all.contains(name)) kept[name] = all[name];
    }
    std::string text = kept.dump(-1, ' ', false, json::error_handler_t::replace);
    return text.size() <= kCapabilitiesBytesMax ? text : "{}";
}

}  // namespace

base::Result<std::string> Sessions::open(const identity::Principal& owner,
                                         std::shared_ptr<Peer> peer) {
    const Peer::Terms terms = peer->terms();
    const json said = {{"revision", terms.revision->date},
                       {"capabilities", askable(terms.capabilities)},
                       {"opened", base::secondsSinceEpoch(clock_.wall())}};
    const auto sealed = sealer_.seal(said.dump(), boundTo(ownerKey(owner)));
    if (!sealed.ok()) return base::because("name the session", sealed.error());
    std::string id = base::encodeBase64Url(sealed.value());
    const std::lock_guard lock(mutex_);
    makeRoom();
    sessions_.emplace(id, Session{ownerKey(owner), std::move(peer), clock_.steady()});
    return id;
}

std::shared_ptr<Peer> Sessions::find(const std::string& id, const identity::Principal& caller) {
    const std::string owner = ownerKey(caller);
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) return takeUpAgain(id, owner);
    if (found->second.owner != owner) return nullptr;
    const auto now = clock_.steady();
    if (now - found->second.last_used > limits_.idle_max) {
        end(id);
        return nullptr;
    }
    found->second.last_used = now;
    return found->second.peer;
}

/// Under the lock. A session of an earlier process, or one that gave way.
std::shared_ptr<Peer> Sessions::takeUpAgain(const std::string& id, const std::string& owner) {
    if (ended_.contains(id)) return nullptr;
    auto terms = unseal(id, owner);
    if (!terms) return nullptr;
    auto peer = std::make_shared<Peer>();
    peer->settle(std::move(*terms));
    makeRoom();
    sessions_.emplace(id, Session{owner, peer, clock_.steady()});
    return peer;
}

std::optional<Peer::Terms> Sessions::unseal(const std::string& id, const std::string& owner) const {
    const auto sealed = base::decodeBase64Url(id);
    if (!sealed) return std::nullopt;
    const auto opened = sealer_.open(*sealed, boundTo(owner));
    if (!opened.ok()) return std::nullopt;
    const json said = json::parse(opened.value(), nullptr, false);
    const std::int64_t age = base::secondsSinceEpoch(clock_.wall()) - said.value("opened", 0LL);
    const Revision* const revision = findRevision(said.value("revision", ""));
    if (revision == nullptr || age > std::chrono::seconds(kAgeMax).count()) return std::nullopt;
    return Peer::Terms{revision, said.value("capabilities", "{}")};
}

bool Sessions::close(const std::string& id, const identity::Principal& caller) {
    const auto peer = find(id, caller);
    if (!peer) return false;
    {
        const std::lock_guard lock(mutex_);
        end(id);
    }
    peer->cancelAll();
    peer->tracks().standing()->finish();
    return true;
}

void Sessions::end(const std::string& id) {
    sessions_.erase(id);
    if (ended_.size() >= kEndedMax) ended_.erase(ended_.begin());
    ended_.insert(id);
}

void Sessions::makeRoom() {
    const auto now = clock_.steady();
    if (sessions_.size() < limits_.sessions_max) return;
    std::erase_if(sessions_, [&](const auto& entry) {
        return now - entry.second.last_used > limits_.idle_max;
    });
    if (sessions_.size() < limits_.sessions_max) return;
    sessions_.erase(
        std::min_element(sessions_.begin(), sessions_.end(), [](const auto& a, const auto& b) {
            return a.second.last_used < b.second.last_used;
        }));
}

}  // namespace toolhost::mcp
