#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

const Revision kRevision20260728{.date = "2026-07-28",
                                 .is_modern = true,
                                 .has_batches = false,
                                 .has_audio = true,
                                 .has_structured_content = true,
                                 .has_elicitation_modes = true,
                                 .has_any_structured_root = true};

}  // namespace toolhost::mcp
