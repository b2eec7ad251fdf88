#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "boundary/frames/hello.hpp"

namespace toolhost::worker {

/// Locks the calling process in for good, before any code of the plugin runs: it dies with its
/// parent, gains no privileges, starts no process, opens no socket, looks into no other process,
/// and of files reads only the system's libraries and the plugin itself (where the kernel has
/// Landlock; the result says whether). To be called while the process has one thread.
base::Result<bool> lockIn(const boundary::Limits& limits, const std::filesystem::path& plugin);

}  // namespace toolhost::worker
