#pragma once

#include "config/keys.hpp"

namespace toolhost::config {

/// The keys that say what plugins must show for themselves before they are loaded.
Group provenanceKeys();

/// What changes of the keys is taken up by a running host.
Group takenUpAtHangup(Group group);

}  // namespace toolhost::config
