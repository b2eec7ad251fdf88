#pragma once

#include "config/keys.hpp"

namespace toolhost::config {

/// The keys of calls that go on as tasks.
Group taskKeys();

}  // namespace toolhost::config
