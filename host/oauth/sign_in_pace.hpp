#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"

namespace toolhost::oauth {

/// How fast somebody may guess. After a few wrong passwords for one name from one address each
/// further try has to wait, twice as long every time; so has an address that tries many names.
/// Nothing is counted by name alone, so strangers lock nobody out. Bounded; thread-safe.
class SignInPace {
public:
    /// How long this try has to wait; zero when it may be made now. It counts as made, and as wrong
    /// until forgive() is called.
    std::chrono::seconds admit(const std::string& user,
                               const std::string& peer,
                               base::SteadyTime now);

    /// The password was right.
    void forgive(const std::string& user, const std::string& peer);

private:
    struct Strikes {
        unsigned count = 0;
        base::SteadyTime last;
    };
    using Entries = std::map<std::string, Strikes>;

    Strikes& at(const std::string& key, base::SteadyTime now);

    std::mutex mutex_;
    Entries entries_;  // guarded by mutex_
};

/// What counts as one address: an IPv4 address, or the first 64 bits of an IPv6 address.
std::string addressGroup(const std::string& peer);

}  // namespace toolhost::oauth
