#pragma once

#include "config/keys.hpp"

namespace toolhost::config {

/// The keys that say what of the host each plugin may use.
Group pluginGrantKeys();

}  // namespace toolhost::config
