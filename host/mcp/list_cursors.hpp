#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/sealer.hpp"
#include "mcp/revisions/down_convert.hpp"

namespace toolhost::mcp {

/// The cursors of lists that take several pages: sealed, so that only ours are taken, and kept by
/// nobody (MCP 2026-07-28, "Pagination"). A cursor names the last entry that was given, so that a
/// list that changes meanwhile is neither begun anew nor given twice. Thread-safe.
class ListCursors {
public:
    explicit ListCursors(crypto::Sealer sealer) : sealer_(std::move(sealer)) {}

    /// The cursor behind the entry at that position of the method's list.
    [[nodiscard]] base::Result<std::string> after(std::string_view method,
                                                  const Entries& list,
                                                  std::size_t position) const;

    /// Where the list goes on; absent for what is no cursor of that method.
    [[nodiscard]] std::optional<std::size_t> position(std::string_view method,
                                                      const Entries& list,
                                                      std::string_view cursor) const;

private:
    const crypto::Sealer sealer_;
};

}  // namespace toolhost::mcp
