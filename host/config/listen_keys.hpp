#pragma once

#include "config/keys.hpp"

namespace toolhost::config {

/// The keys of the listener: where it listens, what it holds at once, and how long and how large
/// anything may be.
Group listenKeys();

}  // namespace toolhost::config
