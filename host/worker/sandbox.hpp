#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"

namespace toolhost::worker {

/// What a plugin's process may use.
struct Limits {
    /// Of address space; 0: no limit.
    std::uint64_t memory_bytes = 0;
    std::uint64_t open_files = 64;
    /// Whether it may open network sockets itself; else only the host's HTTP leads out.
    bool may_use_network = false;
};

/// Locks the calling process in for good, before any code of the plugin runs: it dies with its
/// parent, gains no privileges, starts no process, opens no socket, looks into no other process,
/// and of files reads only the system's libraries and the plugin itself (where the kernel has
/// Landlock; the result says whether). To be called while the process has one thread.
base::Result<bool> lockIn(const Limits& limits, const std::filesystem::path& plugin);

}  // namespace toolhost::worker
