#pragma once

#include <functional>

#include "base/result.hpp"

namespace toolhost::base {

/// How an operation that finishes later says that it has: called exactly once, from any thread,
/// possibly before the function that took it returns. Must not block and must not throw.
template <typename T>
using Completion = std::function<void(Result<T>)>;

}  // namespace toolhost::base
