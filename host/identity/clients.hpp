#pragma once

#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "crypto/digest.hpp"
#include "identity/client.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace toolhost::identity {

struct ClientRow;

/// What is shown once and nobody can show again.
struct ClientCredentials {
    std::string client_id;
    /// Empty for a client that shows itself otherwise.
    base::Secret client_secret;
};

/// The registry of clients. The database keeps it; the copy in memory answers. One process owns
/// both. Thread-safe.
class Clients {
public:
    /// This room's tables in `toolhost.db`.
    static store::Migrations migrations();

    /// Reads the registry. The pepper keys the stored digests of secrets: without it the database
    /// alone lets nobody test a guess. The database outlives the registry.
    static base::Result<std::unique_ptr<Clients>> open(store::Database& database,
                                                       base::Secret pepper);

    Clients(const Clients&) = delete;
    Clients& operator=(const Clients&) = delete;
    ~Clients() = default;

    /// [any thread but the database's] Registers a client under a generated id with a generated
    /// secret, both of [A-Za-z0-9_-] only; durable when it returns.
    base::Result<ClientCredentials> add(const ClientRequest& request, base::WallTime now);

    /// [any thread but the database's] Keeps what a client's metadata document says, under the
    /// document's address; one that was revoked stays so. Durable when it returns.
    base::Result<base::Done> keep(const Client& client);

    /// [any thread but the database's] Forgets a client of which nothing is left; durable when it
    /// returns.
    base::Result<base::Done> erase(std::string_view client_id);

    /// [any thread but the database's] Ends a client for good: neither it nor any token it holds is
    /// accepted from now on; durable when it returns.
    base::Result<base::Done> revoke(std::string_view client_id, base::WallTime now);

    /// The client of this id, revoked or not; null when there is none. Shared, since a revocation
    /// replaces the record while callers may still read the older one.
    [[nodiscard]] std::shared_ptr<const Client> find(std::string_view client_id) const;

    /// All clients, the oldest first.
    [[nodiscard]] std::vector<Client> list() const;

    /// The enabled client with this id and secret, else null; equally slow for an unknown id, a
    /// wrong secret, a revoked client and one that has no secret.
    [[nodiscard]] std::shared_ptr<const Client> authenticate(std::string_view client_id,
                                                             std::string_view secret) const;

private:
    struct Record {
        std::shared_ptr<const Client> client;
        crypto::Digest secret;  // HMAC under pepper_
    };

    Clients(store::Database& database, base::Secret pepper);
    base::Result<base::Done> load(store::Connection& connection);
    base::Result<base::Done> write(const ClientRow& row);
    [[nodiscard]] crypto::Digest digestOf(std::string_view client_id,
                                          std::string_view secret) const;
    [[nodiscard]] std::vector<std::string> ids() const;

    store::Database& database_;
    base::Secret pepper_;
    crypto::Digest nobodys_secret_;  // compared with when the id is unknown
    mutable std::shared_mutex mutex_;
    std::map<std::string, Record, std::less<>> records_;  // guarded by mutex_
};

}  // namespace toolhost::identity
