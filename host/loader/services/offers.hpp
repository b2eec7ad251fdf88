#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "loader/rooms.hpp"
#include "loader/services/grant_settings.hpp"
#include "loader/services/service.hpp"

namespace toolhost::loader {

using ServicesById = std::map<std::string, std::unique_ptr<Service>, std::less<>>;

/// The plugin that services are granted to.
struct Grantee {
    std::string name;  ///< what the admin calls it
    std::string id;    ///< what it calls itself: whose data it has
    GrantSettings grants;
};

/// "store" of "toolhost.store/1": what the admin calls an interface.
std::string_view shortNameOf(std::string_view interface_id);

/// Whether the admin did not take that interface away.
bool isAllowed(const Grantee& grantee, std::string_view interface_id);

/// The services that plugin may ask, by their ids: those that are everyone's and not denied, and
/// those that the admin configured for it. Without the host's shared services, only those that need
/// none. The rooms outlive them.
ServicesById servicesFor(const Grantee& grantee, const Rooms& rooms);

}  // namespace toolhost::loader
