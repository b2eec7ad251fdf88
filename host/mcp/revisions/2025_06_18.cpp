#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

const Revision kRevision20250618{.date = "2025-06-18",
                                 .is_modern = false,
                                 .has_batches = false,
                                 .has_audio = true,
                                 .has_structured_content = true,
                                 .has_elicitation_modes = false,
                                 .has_any_structured_root = false};

}  // namespace toolhost::mcp
