#pragma once

#include <string>
#include <vector>

#include "servicenow/exchange/endpoint.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

/// What one rung of the ladder from this host to a record came to.
struct Finding {
    enum class Verdict { Good, Doubtful, Bad };
    std::string step;
    Verdict verdict = Verdict::Good;
    std::string words;   ///< what was found
    std::string remedy;  ///< what to do about it; empty when nothing
};

/// What is checked, and with whose eyes.
struct CheckTerms {
    std::string instance;
    InstanceSettings settings;
    /// The caller whose calls are tried; empty means the account of the settings.
    std::string user;
    /// An administrator of the instance, who can see why it refuses; name empty for none.
    std::string admin;
    base::Secret admin_password;
};

/// Climbs from the address to a record: settings, name lookup, connection, TLS, hibernation, clock,
/// token, who the instance takes the caller for, a table, the dictionary. Ends at the first rung
/// that does not hold, with the cause that fits and what to do. Blocks.
std::vector<Finding> checkInstance(const CheckTerms& terms, Surroundings host);

}  // namespace toolhost::servicenow
