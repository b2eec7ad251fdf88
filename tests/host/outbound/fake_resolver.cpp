#include "fake_resolver.hpp"

#include <condition_variable>
#include <dlfcn.h>
#include <map>
#include <mutex>
#include <netdb.h>
#include <optional>
#include <set>

namespace toolhost::outbound {
namespace {

struct Names {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_active = false;
    std::map<std::string, std::vector<std::string>> addresses;
    std::set<std::string> hanging;
    int lookups_hanging = 0;
};

Names& names() {
    static Names only;
    return only;
}

using Lookup = int (*)(const char*, const char*, const addrinfo*, addrinfo**);

Lookup systemLookup() {
    static const auto lookup = reinterpret_cast<Lookup>(dlsym(RTLD_NEXT, "getaddrinfo"));
    return lookup;
}

/// Hangs as long as the name does; its addresses when it is one of ours.
std::optional<std::vector<std::string>> addressesOf(const std::string& name) {
    std::unique_lock lock(names().mutex);
    if (names().hanging.count(name) != 0) {
        ++names().lookups_hanging;
        names().changed.notify_all();
        names().changed.wait(lock, [] { return !names().is_active; });
        --names().lookups_hanging;
        names().changed.notify_all();
        return std::vector<std::string>{};
    }
    const auto found = names().addresses.find(name);
    if (found == names().addresses.end()) return std::nullopt;
    return found->second;
}

}  // namespace

FakeResolver::FakeResolver() {
    const std::lock_guard lock(names().mutex);
    names().is_active = true;
}

FakeResolver::~FakeResolver() {
    std::unique_lock lock(names().mutex);
    names().is_active = false;
    names().addresses.clear();
    names().hanging.clear();
    names().changed.notify_all();
    names().changed.wait(lock, [] { return names().lookups_hanging == 0; });
}

void FakeResolver::answer(const std::string& name, std::vector<std::string> addresses) {
    const std::lock_guard lock(names().mutex);
    names().addresses[name] = std::move(addresses);
}

void FakeResolver::hang(const std::string& name) {
    const std::lock_guard lock(names().mutex);
    names().hanging.insert(name);
}

void FakeResolver::waitForHanging() {
    std::unique_lock lock(names().mutex);
    names().changed.wait(lock, [] { return names().lookups_hanging > 0; });
}

}  // namespace toolhost::outbound

/// In the place of the C library's, for libcurl too: an executable's symbols come first.
extern "C" __attribute__((visibility("default"))) int getaddrinfo(const char* name,
                                                                  const char* service,
                                                                  const addrinfo* hints,
                                                                  addrinfo** found) {
    using toolhost::outbound::systemLookup;
    const auto addresses = name != nullptr ? toolhost::outbound::addressesOf(name) : std::nullopt;
    if (!addresses) return systemLookup()(name, service, hints, found);
    addrinfo* all = nullptr;
    addrinfo** last = &all;
    for (const auto& address : *addresses) {
        if (systemLookup()(address.c_str(), service, hints, last) != 0) continue;
        while (*last != nullptr)
            last = &(*last)->ai_next;
    }
    *found = all;
    return all != nullptr ? 0 : EAI_NONAME;
}
