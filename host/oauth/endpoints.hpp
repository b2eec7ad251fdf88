#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "identity/addresses.hpp"
#include "identity/clients.hpp"
#include "identity/key_ring.hpp"
#include "identity/settings.hpp"
#include "oauth/exchange.hpp"
#include "oauth/token_endpoint.hpp"
#include "oauth/token_issuer.hpp"

namespace toolhost::oauth {

/// The authorization server as a set of paths: /oauth/… and /.well-known/…, whatever carries the
/// requests. Thread-safe. Clients and issuer outlive it.
class Endpoints {
public:
    Endpoints(const identity::Addresses& addresses,
              const identity::Settings& settings,
              const identity::KeyRing& keys,
              const identity::Clients& clients,
              const TokenIssuer& issuer);

    /// [any thread] Whether the path is this server's to answer, be it with 404.
    [[nodiscard]] bool serves(std::string_view path) const;

    /// [any thread] Answers exactly once, perhaps later and from another thread.
    void handle(const Request& request, const Respond& respond) const;

private:
    /// A public text that anybody may read and keep for five minutes.
    struct Document {
        std::string content_type;
        std::string body;
    };

    static Response read(const Document& document, const std::string& method);

    std::map<std::string, Document, std::less<>> documents_;  // by path
    TokenEndpoint token_;
};

}  // namespace toolhost::oauth
