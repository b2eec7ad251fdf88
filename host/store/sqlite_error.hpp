#pragma once

#include <string_view>

#include "base/result.hpp"

struct sqlite3;

namespace toolhost::store {

/// The connection's last failure in words: what was attempted, what SQLite says, what to do.
/// [the thread that uses the connection]
base::Error sqliteError(std::string_view attempted, sqlite3* connection);

/// The same for a code that no connection remembers, such as a failed bind's.
base::Error sqliteError(std::string_view attempted, int code);

}  // namespace toolhost::store
