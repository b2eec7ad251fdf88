#pragma once

#include <map>
#include <string>

namespace toolhost::stdio {

/// Who calls over stdio.
struct Settings {
    /// Operating-system user name -> ServiceNow user. An unmapped one acts as nobody.
    std::map<std::string, std::string> users;
};

}  // namespace toolhost::stdio
