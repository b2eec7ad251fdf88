#include "loader/services/jwk_source.hpp"

#include <chrono>
#include <utility>
#include <variant>

namespace toolhost::loader {
namespace {

using std::chrono::seconds;

constexpr seconds kKept{600};
constexpr seconds kBetweenFetches{30};
constexpr seconds kFetchTimeMax{10};
constexpr std::size_t kSetBytesMax = std::size_t{256} << 10;

base::Result<identity::JwkSet> keysIn(const outbound::Outcome& answer) {
    if (const auto* failure = std::get_if<outbound::Failure>(&answer)) {
        return base::Error{failure->what};
    }
    const auto& response = std::get<outbound::Response>(answer);
    if (response.status != 200) {
        return base::Error{"it answered " + std::to_string(response.status)};
    }
    return identity::JwkSet::parse(response.body);
}

}  // namespace

JwkSource::JwkSource(std::string url, outbound::Client& client, const base::Clock& clock)
    : url_(std::move(url)), client_(client), clock_(clock) {}

JwkSource::JwkSource(identity::JwkSet keys, outbound::Client& client, const base::Clock& clock)
    : client_(client),
      clock_(clock),
      keys_(std::make_shared<const identity::JwkSet>(std::move(keys))) {}

void JwkSource::get(const std::string& key_id, base::Completion<Keys> then) {
    std::unique_lock lock(mutex_);
    if (isGoodFor(key_id)) {
        const Keys keys = keys_;
        lock.unlock();
        return then(keys);
    }
    waiting_.push_back(std::move(then));
    if (waiting_.size() > 1) return;
    asked_at_ = clock_.steady();
    lock.unlock();
    fetch();
}

/// Whether what is there answers for that key, be it that there is none. Under the lock.
bool JwkSource::isGoodFor(const std::string& key_id) const {
    if (!keys_ || !asked_at_) return keys_ != nullptr;
    const auto age = clock_.steady() - *asked_at_;
    return age < kBetweenFetches || (age < kKept && keys_->find(key_id) != nullptr);
}

void JwkSource::fetch() {
    outbound::Request request;
    request.url = url_;
    request.headers = {{"Accept", "application/json"}};
    request.deadline = clock_.steady() + kFetchTimeMax;
    request.response_bytes_max = kSetBytesMax;
    request.repeat = outbound::Repeat::Idempotent;
    client_.send(
        std::move(request), {}, [self = shared_from_this()](const outbound::Outcome& answer) {
            self->land(keysIn(answer));
        });
}

/// Keys that were good yesterday are better than none while the issuer is away.
void JwkSource::land(base::Result<identity::JwkSet> fetched) {
    std::vector<base::Completion<Keys>> waiting;
    Keys keys;
    {
        const std::lock_guard lock(mutex_);
        waiting.swap(waiting_);
        if (fetched.ok()) {
            keys_ = std::make_shared<const identity::JwkSet>(std::move(fetched).value());
        }
        keys = keys_;
    }
    for (const auto& then : waiting) {
        if (keys) {
            then(keys);
        } else {
            then(base::because("get the issuer's keys from " + url_, fetched.error()));
        }
    }
}

}  // namespace toolhost::loader
