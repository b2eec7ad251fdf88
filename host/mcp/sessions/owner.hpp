#pragma once

#include <string>

#include "identity/principal.hpp"

namespace toolhost::mcp {

/// Who something that lasts belongs to. A token may be renewed meanwhile; who it stands for may not
/// change.
inline std::string ownerKey(const identity::Principal& principal) {
    return principal.client_id + '\n' + principal.subject;
}

}  // namespace toolhost::mcp
