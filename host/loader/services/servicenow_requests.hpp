#pragma once

#include "boundary/services.hpp"
#include "servicenow/service.hpp"

namespace toolhost::loader {

/// Asks an instance as the user of the request's call; without a call only for the names of the
/// configured instances (`{"op":"instances"}`). What was asked of an instance is answered with
/// TOOLHOST_OK and the service's own words, good or bad.
toolhost_status askServicenow(servicenow::Service& service,
                              const boundary::Request& request,
                              boundary::Replied replied);

}  // namespace toolhost::loader
