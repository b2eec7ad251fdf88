#pragma once

#include "config/keys.hpp"

namespace toolhost::config {

/// The keys of how users sign in and clients come to be known.
Group oauthKeys();

}  // namespace toolhost::config
