#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <toolhost/abi/plugin.h>

namespace toolhost::boundary {

/// The content blocks a call gave ahead of its answer, up to a bound of bytes. Thread-safe.
class PartialAnswer {
public:
    /// TOOLHOST_E_ARGUMENT for what is no content block, TOOLHOST_E_LIMIT when it would be too
    /// much.
    toolhost_status add(std::string_view block_json);

    /// What was added, in order; nothing is left.
    std::vector<std::string> take();

private:
    std::mutex mutex_;
    std::vector<std::string> blocks_;  // guarded by mutex_
    std::size_t bytes_ = 0;            // guarded by mutex_
};

}  // namespace toolhost::boundary
