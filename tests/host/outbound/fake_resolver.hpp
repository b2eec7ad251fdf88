#pragma once

#include <string>
#include <vector>

namespace toolhost::outbound {

/// Decides, while it lives, what this process is told of some names: it stands in for the system's
/// getaddrinfo(), which still answers for all others. One at a time. Thread-safe.
class FakeResolver {
public:
    FakeResolver();
    FakeResolver(const FakeResolver&) = delete;
    FakeResolver& operator=(const FakeResolver&) = delete;
    /// Lookups that hang are let go and waited for.
    ~FakeResolver();

    /// The name's addresses from now on; none: it does not exist.
    void answer(const std::string& name, std::vector<std::string> addresses);
    /// Looking the name up ends with the resolver only.
    void hang(const std::string& name);
    /// Blocks until a lookup of a hanging name is under way.
    void waitForHanging();
};

}  // namespace toolhost::outbound
