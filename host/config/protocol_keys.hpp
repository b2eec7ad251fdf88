#pragma once

#include "config/keys.hpp"

namespace toolhost::config {

/// The keys that bound what MCP clients may have at a time.
Group protocolKeys();

}  // namespace toolhost::config
