#pragma once

#include <string_view>

namespace toolhost::base {

/// Names the calling thread for debuggers and top; the kernel keeps the first 15 bytes.
void nameThisThread(std::string_view name);

}  // namespace toolhost::base
