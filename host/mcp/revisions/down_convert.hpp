#pragma once

#include <string>

#include "mcp/revisions/revision.hpp"
#include "tools/answer.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::mcp {

/// The JSON array of Tool objects as a client of that revision may read it: outputSchema goes where
/// there is none yet, and is wrapped into an object where only objects are allowed.
std::string toolListFor(const Revision& revision, const tools::Catalogue& catalogue);

/// The reply as that revision can carry it: structuredContent and resource_link go or are wrapped
/// in the same way. Text the tool gave stays.
tools::Reply replyFor(const Revision& revision, tools::Reply reply);

}  // namespace toolhost::mcp
