#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "audit/trail.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "crypto/sealer.hpp"
#include "identity/access_tokens.hpp"
#include "identity/addresses.hpp"
#include "identity/key_ring.hpp"
#include "identity/settings.hpp"
#include "oauth/exchange.hpp"
#include "oauth/settings.hpp"
#include "oauth/token_issuer.hpp"
#include "outbound/client.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace toolhost::oauth {

/// This room's tables in `toolhost.db`.
std::vector<store::Migrations> migrations();

/// What the authorization server is built of. All of it outlives the server.
struct ServerParts {
    const identity::Addresses& addresses;
    const identity::Settings& token_settings;
    const Settings& settings;
    const identity::KeyRing& keys;
    identity::Clients& clients;
    const identity::Users& users;
    identity::Revocations& revocations;
    const identity::AccessTokens& access_tokens;
    const TokenIssuer& issuer;
    store::Database& database;
    audit::Trail& trail;
    /// Null where nothing is fetched: then there are no clients of metadata documents.
    outbound::Client* outbound;
    const base::Clock& clock;
    base::Log& log;
};

/// The authorization server as a set of paths: /oauth/… and /.well-known/…, whatever carries the
/// requests. Thread-safe.
class Endpoints {
public:
    /// The sealer's key is for what users' browsers carry, and for answers that are kept a moment.
    Endpoints(const ServerParts& parts, const crypto::Sealer& sealer);
    Endpoints(const Endpoints&) = delete;
    Endpoints& operator=(const Endpoints&) = delete;
    ~Endpoints();

    /// [any thread] Whether the path is this server's to answer, be it with 404.
    [[nodiscard]] bool serves(std::string_view path) const;

    /// [any thread] Answers exactly once, perhaps later and from another thread. May block for some
    /// milliseconds, and for seconds where a client's document is fetched.
    void handle(const Request& request, const Respond& respond) const;

private:
    /// A public text that anybody may read and keep for five minutes.
    struct Document {
        std::string content_type;
        std::string body;
    };
    struct Rooms;

    static Response read(const Document& document, const std::string& method);

    std::map<std::string, Document, std::less<>> documents_;  // by path
    std::unique_ptr<Rooms> rooms_;
};

}  // namespace toolhost::oauth
