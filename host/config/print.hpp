#pragma once

#include <string>

#include "config/load.hpp"

namespace toolhost::config {

/// The reference file: every key with its meaning, what it takes and its default, all commented
/// out. conf/toolhost.properties is this text.
std::string printReference();

/// Every key with the value in force and, on the line above it, the source that set it. Secrets
/// are shown as [redacted].
std::string printEffective(const Loaded& loaded);

}  // namespace toolhost::config
