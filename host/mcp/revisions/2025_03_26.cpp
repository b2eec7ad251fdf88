#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

const Revision kRevision20250326{.date = "2025-03-26",
                                 .is_modern = false,
                                 .has_batches = true,
                                 .has_audio = true,
                                 .has_structured_content = false,
                                 .has_elicitation_modes = false,
                                 .has_any_structured_root = false};

}  // namespace toolhost::mcp
