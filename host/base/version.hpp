#pragma once

namespace toolhost::base {

/// This host's version, as the build was told.
inline constexpr const char* kVersion = TOOLHOST_VERSION;

}  // namespace toolhost::base
