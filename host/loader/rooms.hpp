#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "servicenow/service.hpp"

namespace toolhost::loader {

class SharedServices;

/// The host's rooms that plugins reach. They outlive every plugin.
struct Rooms {
    servicenow::Service& servicenow;
    const base::Clock& clock;
    base::Log& log;
    /// Null where plugins are only looked at: what keeps, sends or records is then not there.
    SharedServices* shared = nullptr;
};

}  // namespace toolhost::loader
