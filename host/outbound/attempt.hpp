#pragma once

#include "outbound/breakers.hpp"
#include "outbound/message.hpp"
#include "outbound/metrics.hpp"

namespace toolhost::outbound {

/// What came of sending a request once.
struct Attempt {
    Outcome outcome;
    Evidence evidence = Evidence::None;
    /// No byte of the request was sent, and a new connection may fare better.
    bool is_unsent = false;
    /// The sink or the source of the request has been called: it cannot be sent again.
    bool is_engaged = false;
    Measures measures = {};
};

}  // namespace toolhost::outbound
