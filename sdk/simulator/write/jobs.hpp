#pragma once

#include "simulator/auth/access.hpp"
#include "simulator/records.hpp"
#include "simulator/result.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// The platform's nightly work, done when a test asks for it: closes incidents that have been
/// resolved for as many days as glide.ui.autoclose.time says. How many it closed.
Result<long long> closeResolvedIncidents(Records& records, const Access& access, Seconds now);

}  // namespace toolhost::sim
