#pragma once

#include "config/keys.hpp"

namespace toolhost::config {

/// The keys that say what plugins must show for themselves before they are loaded.
Group provenanceKeys();

}  // namespace toolhost::config
