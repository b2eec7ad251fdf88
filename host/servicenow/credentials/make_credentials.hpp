#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "servicenow/credentials/credentials.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

struct Endpoint;

/// The first key that the instance's grant needs and the settings lack, as configuration names it;
/// empty when there is none.
std::string missingKey(const InstanceSettings& settings);

/// The credentials that the settings ask for; loads the key they name. The endpoint outlives them.
base::Result<std::unique_ptr<Credentials>> makeCredentials(Endpoint& endpoint,
                                                           const InstanceSettings& settings,
                                                           std::stop_token closing);

}  // namespace toolhost::servicenow
