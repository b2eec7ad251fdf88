#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

const Revision kRevision20251125{.date = "2025-11-25",
                                 .is_modern = false,
                                 .has_batches = false,
                                 .has_audio = true,
                                 .has_structured_content = true,
                                 .has_elicitation_modes = true,
                                 .has_any_structured_root = false};

}  // namespace toolhost::mcp
