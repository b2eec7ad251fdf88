#include "simulator/auth/tokens.hpp"

#include <algorithm>

#include "simulator/sys_id.hpp"

namespace toolhost::sim {

namespace {

constexpr std::size_t kTokenDigits = 86;

}  // namespace

std::string Tokens::issue(Lives& lives, const Grant& grant, Seconds expires, Seconds now) {
    std::erase_if(lives, [&](const auto& entry) { return entry.second.expires <= now; });
    const auto known = std::find_if(
        lives.begin(), lives.end(), [&](const auto& entry) { return entry.second.grant == grant; });
    if (known != lives.end()) {
        known->second.expires = expires;
        return known->first;
    }
    auto token = randomHex(kTokenDigits);
    lives.emplace(token, Life{grant, expires});
    return token;
}

std::optional<Grant> Tokens::findIn(const Lives& lives, std::string_view token, Seconds now) {
    const auto found = lives.find(token);
    if (found == lives.end() || found->second.expires <= now) return std::nullopt;
    return found->second.grant;
}

std::string Tokens::issueAccess(const Grant& grant, Seconds expires, Seconds now) {
    const std::lock_guard lock(mutex_);
    return issue(access_, grant, expires, now);
}

std::string Tokens::issueRefresh(const Grant& grant, Seconds expires, Seconds now) {
    const std::lock_guard lock(mutex_);
    return issue(refresh_, grant, expires, now);
}

std::string Tokens::issueCode(const AuthorizationCode& code, Seconds now) {
    auto text = randomHex(kTokenDigits);
    const std::lock_guard lock(mutex_);
    std::erase_if(codes_, [&](const auto& entry) { return entry.second.expires <= now; });
    codes_.emplace(text, Code{code, now + kCodeLife});
    return text;
}

std::optional<AuthorizationCode> Tokens::useCode(std::string_view code, Seconds now) {
    const std::lock_guard lock(mutex_);
    const auto found = codes_.find(code);
    if (found == codes_.end()) return std::nullopt;
    const auto used = found->second;
    codes_.erase(found);
    if (used.expires <= now) return std::nullopt;
    return used.stands_for;
}

void Tokens::revoke(std::string_view token) {
    const std::lock_guard lock(mutex_);
    for (auto* lives : {&access_, &refresh_}) {
        if (const auto found = lives->find(token); found != lives->end()) lives->erase(found);
    }
}

std::optional<Grant> Tokens::findAccess(std::string_view token, Seconds now) const {
    const std::lock_guard lock(mutex_);
    return findIn(access_, token, now);
}

std::optional<Grant> Tokens::findRefresh(std::string_view token, Seconds now) const {
    const std::lock_guard lock(mutex_);
    return findIn(refresh_, token, now);
}

void Tokens::expireAll() {
    const std::lock_guard lock(mutex_);
    access_.clear();
}

bool Tokens::useOnce(const std::string& assertion_id, Seconds expires, Seconds now) {
    const std::lock_guard lock(mutex_);
    std::erase_if(used_once_, [&](const auto& entry) { return entry.second <= now; });
    return used_once_.emplace(assertion_id, expires).second;
}

}  // namespace toolhost::sim
