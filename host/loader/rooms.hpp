#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "servicenow/service.hpp"

namespace toolhost::loader {

/// The host's rooms that plugins reach. They outlive every plugin.
struct Rooms {
    servicenow::Service& servicenow;
    const base::Clock& clock;
    base::Log& log;
};

}  // namespace toolhost::loader
