#pragma once

#include <functional>
#include <string>

#include "servicenow/instance.hpp"

namespace toolhost::servicenow {

/// Gives the problem of an unknown table again, with the nearest table of the instance in it when
/// there is one and the user may see it. [any thread]
void suggestTable(Instance& instance,
                  const Caller& caller,
                  const std::string& table,
                  Problem problem,
                  std::function<void(Problem)> then);

}  // namespace toolhost::servicenow
