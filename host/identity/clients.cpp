#include "identity/clients.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

#include "base/base64.hpp"
#include "base/ids.hpp"
#include "base/text.hpp"
#include "identity/client_rows.hpp"

namespace toolhost::identity {
namespace {

constexpr std::size_t kIdRandomBytes = 10;
constexpr std::size_t kSecretRandomBytes = 32;

std::string makeId() {
    return "client_" + base::toHex(base::randomBytes(kIdRandomBytes));
}

/// What no secret digests to.
crypto::Digest unreachableDigest() {
    return crypto::sha256(base::randomBytes(kSecretRandomBytes));
}

}  // namespace

store::Migrations Clients::migrations() {
    return clientMigrations();
}

Clients::Clients(store::Database& database, base::Secret pepper)
    : database_(database), pepper_(std::move(pepper)), nobodys_secret_(unreachableDigest()) {}

base::Result<std::unique_ptr<Clients>> Clients::open(store::Database& database,
                                                     base::Secret pepper) {
    std::unique_ptr<Clients> clients(new Clients(database, std::move(pepper)));
    auto read = database.read(
        [&clients](store::Connection& connection) { return clients->load(connection); });
    if (!read) return read.error();
    return clients;
}

base::Result<base::Done> Clients::load(store::Connection& connection) {
    auto rows = ClientReader::open(connection);
    if (!rows) return rows.error();
    const std::unique_lock lock(mutex_);
    for (;;) {
        auto row = rows.value().next();
        if (!row) return row.error();
        if (!row.value()) return base::Done{};
        auto client = std::make_shared<const Client>(std::move(row.value()->client));
        records_.insert_or_assign(client->id, Record{client, row.value()->secret});
    }
}

base::Result<ClientCredentials> Clients::add(const ClientRequest& request, base::WallTime now) {
    if (const std::string fault = faultOf(request); !fault.empty()) {
        return base::Error{"register client " + base::quoted(request.name) + ": " + fault};
    }
    ClientRow row{clientFrom(request, makeId(), now), unreachableDigest()};
    ClientCredentials credentials{row.client.id, {}};
    if (request.proof == ClientProof::Secret) {
        credentials.client_secret =
            base::Secret(base::encodeBase64Url(base::randomBytes(kSecretRandomBytes)));
        row.secret = digestOf(row.client.id, credentials.client_secret.reveal());
    }
    if (auto written = write(row); !written) return written.error();
    return credentials;
}

base::Result<base::Done> Clients::keep(const Client& client) {
    ClientRow row{client, unreachableDigest()};
    if (const auto known = find(client.id)) {
        row.client.created = known->created;
        row.client.disabled = known->disabled;
    }
    return write(row);
}

base::Result<base::Done> Clients::erase(std::string_view client_id) {
    auto written =
        database_.writeAndWait([id = std::string(client_id)](store::Connection& connection) {
            return eraseClient(connection, id);
        });
    if (!written) return written;
    const std::unique_lock lock(mutex_);
    if (const auto record = records_.find(client_id); record != records_.end()) {
        records_.erase(record);
    }
    return base::Done{};
}

base::Result<base::Done> Clients::write(const ClientRow& row) {
    auto written = database_.writeAndWait(
        [&row](store::Connection& connection) { return writeClient(connection, row); });
    if (!written) return written;
    const std::unique_lock lock(mutex_);
    records_.insert_or_assign(row.client.id,
                              Record{std::make_shared<const Client>(row.client), row.secret});
    return base::Done{};
}

base::Result<base::Done> Clients::revoke(std::string_view client_id, base::WallTime now) {
    const auto known = find(client_id);
    if (!known) {
        return base::Error{"revoke client " + base::quoted(client_id) +
                           ": there is no such client" + base::didYouMean(client_id, ids())};
    }
    if (!known->isEnabled()) return base::Done{};
    auto revoked = *known;
    revoked.disabled = std::chrono::floor<std::chrono::microseconds>(now);
    auto written = database_.writeAndWait([id = revoked.id, now](store::Connection& connection) {
        return disableClient(connection, id, now);
    });
    if (!written) return written.error();
    const std::unique_lock lock(mutex_);
    if (const auto record = records_.find(client_id); record != records_.end()) {
        record->second.client = std::make_shared<const Client>(std::move(revoked));
    }
    return base::Done{};
}

std::shared_ptr<const Client> Clients::find(std::string_view client_id) const {
    const std::shared_lock lock(mutex_);
    const auto record = records_.find(client_id);
    return record == records_.end() ? nullptr : record->second.client;
}

std::vector<Client> Clients::list() const {
    std::vector<Client> clients;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [id, record] : records_) {
            clients.push_back(*record.client);
        }
    }
    std::stable_sort(clients.begin(), clients.end(), [](const Client& one, const Client& other) {
        return one.created < other.created;
    });
    return clients;
}

std::shared_ptr<const Client> Clients::authenticate(std::string_view client_id,
                                                    std::string_view secret) const {
    Record record{nullptr, nobodys_secret_};
    {
        const std::shared_lock lock(mutex_);
        if (const auto known = records_.find(client_id); known != records_.end()) {
            record = known->second;
        }
    }
    const auto presented = digestOf(client_id, secret);
    const bool right =
        crypto::equalInConstantTime(crypto::bytesOf(presented), crypto::bytesOf(record.secret));
    const bool has_secret = record.client && record.client->proof == ClientProof::Secret;
    return right && has_secret && record.client->isEnabled() ? record.client : nullptr;
}

// The id is part of what is digested, so that a digest copied to another row opens nothing.
crypto::Digest Clients::digestOf(std::string_view client_id, std::string_view secret) const {
    base::Secret both(std::string(client_id) + '\0' + std::string(secret));
    return crypto::hmacSha256(pepper_.reveal(), both.reveal());
}

std::vector<std::string> Clients::ids() const {
    std::vector<std::string> ids;
    for (const auto& client : list()) {
        ids.push_back(client.id);
    }
    return ids;
}

}  // namespace toolhost::identity
