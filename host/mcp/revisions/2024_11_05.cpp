#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

const Revision kRevision20241105{.date = "2024-11-05",
                                 .is_modern = false,
                                 .has_batches = false,
                                 .has_audio = false,
                                 .has_structured_content = false,
                                 .has_elicitation_modes = false,
                                 .has_any_structured_root = false};

}  // namespace toolhost::mcp
