#include "oauth/sign_in_pace.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <string_view>

#include "base/base64.hpp"
#include "crypto/digest.hpp"

namespace toolhost::oauth {
namespace {

using std::chrono::seconds;

constexpr std::size_t kEntriesMax = 20'000;
constexpr unsigned kFreeTriesForAName = 5;
constexpr unsigned kFreeTriesForAnAddress = 50;
constexpr seconds kLongestWait{60};
constexpr seconds kMemory{900};

/// 1 s after the first try too many, then 2 s, 4 s, … a minute.
seconds waitAfter(unsigned count, unsigned free_tries) {
    if (count < free_tries) return seconds(0);
    const unsigned doublings = std::min(count - free_tries, 6U);
    return std::min(seconds(std::int64_t{1} << doublings), kLongestWait);
}

seconds remaining(unsigned count,
                  unsigned free_tries,
                  base::SteadyTime since,
                  base::SteadyTime now) {
    const auto until = since + waitAfter(count, free_tries);
    return until <= now ? seconds(0) : std::chrono::ceil<seconds>(until - now);
}

/// Of one size, however long the name.
std::string nameKey(const std::string& user, const std::string& peer) {
    return "name " + addressGroup(peer) + ' ' +
           base::encodeBase64Url(crypto::bytesOf(crypto::sha256(user)));
}

}  // namespace

seconds SignInPace::admit(const std::string& user, const std::string& peer, base::SteadyTime now) {
    const std::lock_guard lock(mutex_);
    auto& by_address = at(addressGroup(peer), now);
    auto& by_name = at(nameKey(user, peer), now);
    const auto wait =
        std::max(remaining(by_address.count, kFreeTriesForAnAddress, by_address.last, now),
                 remaining(by_name.count, kFreeTriesForAName, by_name.last, now));
    if (wait > seconds(0)) return wait;
    for (auto* strikes : {&by_address, &by_name}) {
        ++strikes->count;
        strikes->last = now;
    }
    return wait;
}

void SignInPace::forgive(const std::string& user, const std::string& peer) {
    const std::lock_guard lock(mutex_);
    entries_.erase(nameKey(user, peer));
    const auto by_address = entries_.find(addressGroup(peer));
    if (by_address != entries_.end() && by_address->second.count > 0) --by_address->second.count;
}

SignInPace::Strikes& SignInPace::at(const std::string& key, base::SteadyTime now) {
    if (entries_.size() >= kEntriesMax && !entries_.contains(key)) {
        const auto is_old = [now](const auto& each) { return now - each.second.last > kMemory; };
        if (std::erase_if(entries_, is_old) == 0) entries_.erase(entries_.begin());
    }
    auto& strikes = entries_[key];
    if (now - strikes.last > kMemory) strikes = {0, now};
    return strikes;
}

std::string addressGroup(const std::string& peer) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, peer.c_str(), bytes.data()) != 1) return peer;
    const std::string_view prefix(reinterpret_cast<const char*>(bytes.data()), 8);
    return "v6 " + base::encodeBase64Url(prefix);
}

}  // namespace toolhost::oauth
