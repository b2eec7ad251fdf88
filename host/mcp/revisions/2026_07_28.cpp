#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

const Revision kRevision20260728{.date = "2026-07-28",
                                 .is_modern = true,
                                 .has_structured_content = true,
                                 .has_any_structured_root = true};

}  // namespace toolhost::mcp
