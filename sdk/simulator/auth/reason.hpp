#pragma once

#include <string>
#include <utility>

#include "simulator/result.hpp"

namespace toolhost::sim {

/// Why the token endpoint gives no token. It is for the log: the platform tells none of it.
inline Refusal because(std::string reason) {
    return {401, std::move(reason), std::nullopt};
}

}  // namespace toolhost::sim
