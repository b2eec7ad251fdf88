#pragma once

#include <memory>
#include <string>
#include <vector>

#include "http/exchange.hpp"

namespace toolhost::http {

/// The address that stands for every client of a unix socket.
inline constexpr const char* kUnixAddress = "unix";

/// Proxies whose word is taken on who is behind them. Everybody else's X-Forwarded-For is only
/// text. Immutable, thread-safe.
class TrustedProxies {
public:
    /// Networks such as 10.1.0.0/16, and "unix" for who comes by the unix socket. A text that is no
    /// network matches nobody.
    explicit TrustedProxies(const std::vector<std::string>& networks);
    TrustedProxies(const TrustedProxies&) = delete;
    TrustedProxies& operator=(const TrustedProxies&) = delete;
    ~TrustedProxies();

    [[nodiscard]] bool include(const std::string& address) const;

    /// Whose request it is: the nearest address in X-Forwarded-For, from the right, that is not
    /// itself a trusted proxy; `address` when that is none, or nothing usable is said.
    [[nodiscard]] std::string clientOf(const std::string& address, const Fields& fields) const;

private:
    struct Network;
    std::vector<Network> networks_;
    bool trusts_unix_ = false;
};

}  // namespace toolhost::http
