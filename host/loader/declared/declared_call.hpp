#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>

#include <toolhost/abi/plugin.h>

#include "boundary/call.hpp"
#include "boundary/services.hpp"
#include "loader/declared/declaration.hpp"

namespace toolhost::loader {

/// Starts a call of a declared tool: asks ServiceNow as the call's user and answers the call when
/// the reply comes, on the thread that brings it. Retains the call until then. An update looks
/// first whether the record is one the tool reaches, and leaves it alone when nobody waits any
/// more. [worker]
toolhost_status startDeclaredCall(boundary::Call& call,
                                  std::shared_ptr<boundary::Services> services,
                                  std::shared_ptr<const DeclaredTool> tool);

}  // namespace toolhost::loader
