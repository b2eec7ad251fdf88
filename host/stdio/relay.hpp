#pragma once

namespace toolhost::stdio {

/// Carries bytes from `in` to `stream` and from `stream` to `out` until either side is done: how a
/// `toolhost stdio` speaks through the process that owns the state. The end of `in` is passed on,
/// and what still comes back is delivered. Blocks; borrows the descriptors.
void relay(int in, int out, int stream);

}  // namespace toolhost::stdio
