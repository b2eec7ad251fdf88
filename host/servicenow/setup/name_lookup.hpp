#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace toolhost::servicenow {

/// The addresses of a host, as this machine's resolver gives them; an address stands for itself.
/// Blocks.
base::Result<std::vector<std::string>> lookUp(const std::string& host);

}  // namespace toolhost::servicenow
