#pragma once

#include <optional>
#include <string>
#include <vector>

#include "outbound/address.hpp"
#include "outbound/settings.hpp"
#include "outbound/url.hpp"

namespace toolhost::outbound {

/// Keeps URLs of strangers (Reach::Public) away from what only this machine and its networks can
/// reach (server-side request forgery). Immutable; thread-safe.
class Guard {
public:
    /// Throws std::runtime_error when Settings::public_networks holds what is no network.
    explicit Guard(const Settings& settings);

    /// What is wrong with the URL by its text alone: scheme, port, an address as its host, and
    /// whether a proxy would hide where it leads. Absent when nothing is.
    [[nodiscard]] std::optional<std::string> objectionTo(const Url& url) const;

    /// Whether a connection may go to the address. Asked of the very address that is about to be
    /// connected to, or is, so that a name that changes its answer in between gains nothing.
    [[nodiscard]] bool admits(const std::optional<Address>& address) const;

    /// Whether addresses can be seen at all: behind a proxy, its own is the only one.
    [[nodiscard]] bool seesAddresses() const { return !is_proxied_; }

private:
    std::vector<std::string> ports_;
    std::vector<Network> networks_;
    bool is_proxied_;
    bool trusts_proxy_;
};

}  // namespace toolhost::outbound
