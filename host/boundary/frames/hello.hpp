#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "base/result.hpp"
#include "boundary/frames/frame.hpp"

namespace toolhost::boundary {

/// What a plugin's process may use.
struct Limits {
    /// Of address space; 0: no limit.
    std::uint64_t memory_bytes = 0;
    std::uint64_t open_files = 64;
    /// Whether it may open network sockets itself; else only the host's HTTP leads out.
    bool may_use_network = false;
};

/// What the plugin may use of the host.
struct Grants {
    /// Ids of interfaces beyond those that are everyone's.
    std::set<std::string, std::less<>> interfaces;
    /// What the admin set for it.
    std::map<std::string, std::string> config;
};

/// The host's first words to a worker.
struct Hello {
    std::filesystem::path plugin;
    /// Calls that run at once; at least 1.
    std::size_t threads = 1;
    Limits limits;
    Grants grants;
};

/// The frame that says it, under that id.
std::string encodeHello(const Hello& hello, std::uint64_t id);

/// Reads it; an error for any other frame.
base::Result<Hello> readHello(const Frame& frame);

}  // namespace toolhost::boundary
