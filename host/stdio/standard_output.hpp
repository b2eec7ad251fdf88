#pragma once

namespace toolhost::stdio {

/// Takes the real standard output for MCP alone: returns a private descriptor of it and points
/// descriptor 1 at standard error, so that nothing a plugin prints reaches the client. Call before
/// plugins are loaded. The descriptor is the caller's; -1 when the system refuses.
int takeStandardOutput();

}  // namespace toolhost::stdio
