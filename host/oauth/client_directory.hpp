#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "identity/clients.hpp"
#include "oauth/client_documents.hpp"

namespace toolhost::oauth {

/// Finds clients that want to sign users in, wherever they are described. Thread-safe; what it is
/// given by reference outlives it.
class ClientDirectory {
public:
    ClientDirectory(identity::Clients& clients, const ClientDocuments& documents)
        : clients_(clients), documents_(documents) {}

    /// The enabled client of this id, by its registration or by the document at that address, which
    /// may take seconds to come. The error is fit for people.
    [[nodiscard]] base::Result<std::shared_ptr<const identity::Client>> find(
        const std::string& client_id) const;

    /// Keeps a client of a document, so that the tokens it is given are known for its. Nothing for
    /// other clients, which are kept already. Durable when it returns.
    [[nodiscard]] base::Result<base::Done> keep(const identity::Client& client) const;

private:
    identity::Clients& clients_;
    const ClientDocuments& documents_;
};

}  // namespace toolhost::oauth
