// How clients stand in the database; for the registry alone.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "crypto/digest.hpp"
#include "identity/client.hpp"
#include "store/connection.hpp"
#include "store/migrations.hpp"

namespace toolhost::identity {

/// A client and the digest that its secret must have; one that nothing has when it has none.
struct ClientRow {
    Client client;
    crypto::Digest secret;
};

store::Migrations clientMigrations();

/// Writes a client, or writes all of it but its revocation anew.
base::Result<base::Done> writeClient(store::Connection& connection, const ClientRow& row);

base::Result<base::Done> disableClient(store::Connection& connection,
                                       const std::string& client_id,
                                       base::WallTime now);

base::Result<base::Done> eraseClient(store::Connection& connection, const std::string& client_id);

/// The rows one after another.
class ClientReader {
public:
    static base::Result<ClientReader> open(store::Connection& connection);

    /// The next one; absent after the last.
    base::Result<std::optional<ClientRow>> next();

private:
    explicit ClientReader(store::Statement statement) : statement_(std::move(statement)) {}

    store::Statement statement_;
};

}  // namespace toolhost::identity
