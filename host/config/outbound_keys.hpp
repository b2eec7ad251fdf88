#pragma once

#include "config/keys.hpp"

namespace toolhost::config {

/// The keys that bound and direct the requests this host sends.
Group outboundKeys();

}  // namespace toolhost::config
