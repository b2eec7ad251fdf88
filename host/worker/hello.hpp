#pragma once

#include <cstddef>
#include <filesystem>

#include "base/result.hpp"
#include "boundary/frames/frame.hpp"
#include "worker/remote_services.hpp"
#include "worker/sandbox.hpp"

namespace toolhost::worker {

/// What the host says first.
struct Hello {
    std::filesystem::path plugin;
    std::size_t threads = 1;
    Limits limits;
    Grants grants;
};

/// Reads a Hello frame; an error for anything else.
base::Result<Hello> readHello(const boundary::Frame& frame);

}  // namespace toolhost::worker
