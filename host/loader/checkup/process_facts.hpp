#pragma once

#include <cstddef>
#include <optional>
#include <sys/types.h>

namespace toolhost::loader {

/// Memory of a process that is its own and in use (RssAnon), in bytes; absent when the system does
/// not say.
std::optional<std::size_t> ownMemory(pid_t process);

/// How many threads a process has; absent when it is gone.
std::optional<std::size_t> threadsOf(pid_t process);

}  // namespace toolhost::loader
