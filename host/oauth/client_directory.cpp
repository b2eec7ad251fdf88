#include "oauth/client_directory.hpp"

namespace toolhost::oauth {

base::Result<std::shared_ptr<const identity::Client>> ClientDirectory::find(
    const std::string& client_id) const {
    auto known = clients_.find(client_id);
    if (known && !known->isEnabled()) return base::Error{"The application has been revoked."};
    if (!documents_.describe(client_id)) {
        if (known) return known;
        return base::Error{"The application is not known here."};
    }
    return documents_.fetch(client_id);
}

base::Result<base::Done> ClientDirectory::keep(const identity::Client& client) const {
    if (client.origin != identity::ClientOrigin::Document) return base::Done{};
    return clients_.keep(client);
}

}  // namespace toolhost::oauth
