#pragma once

#include <string>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// A W3C traceparent for something that is done on behalf of the call, to hand to whoever does it.
/// Waits for the host; throws ServiceError.
inline std::string childTraceparent(const Asking& asking) {
    return asking.wait(TOOLHOST_TRACE_SERVICE, {{"op", "child"}}).json.value("traceparent", "");
}

}  // namespace toolhost::sdk
