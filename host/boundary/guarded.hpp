#pragma once

#include <exception>
#include <string>

#include <toolhost/abi/plugin.h>

#include "base/result.hpp"

namespace toolhost::boundary {

/// Calls into a plugin. The contract says that nothing is thrown across the boundary; a plugin
/// built without the SDK's guard may do so all the same, and that is its failure, not the host's.
template <typename Function>
base::Result<toolhost_status> guarded(const std::string& what, const Function& function) {
    try {
        return function();
    } catch (const std::exception& e) {
        return base::Error{what + " threw an exception: " + e.what()};
    } catch (...) {
        return base::Error{what + " threw something that is no std::exception"};
    }
}

}  // namespace toolhost::boundary
