#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/result.hpp"
#include "cli/program.hpp"

namespace toolhost::cli {

/// What the state directory's owner answers to an operator's request: a running host, asked through
/// its control socket, or this process for the moment. An answer that is an error is one here.
base::Result<nlohmann::json> ask(Program& program, const nlohmann::json& request);

}  // namespace toolhost::cli
