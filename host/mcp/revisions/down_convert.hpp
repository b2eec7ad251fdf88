#pragma once

#include <string>
#include <vector>

#include "mcp/revisions/revision.hpp"
#include "tools/answer.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::mcp {

/// One entry of a list.
struct Entry {
    std::string name;  ///< or a URI: what no other entry of the list has
    std::string json;

    friend bool operator==(const Entry&, const Entry&) = default;
};

using Entries = std::vector<Entry>;

/// What a client of a revision is shown when it lists.
struct Lists {
    Entries tools;
    Entries prompts;
    Entries resources;
    Entries templates;
};

/// The catalogue as a client of that revision may read it: outputSchema goes where there is none
/// yet, and is wrapped into an object where only objects are allowed.
Lists listsFor(const Revision& revision, const tools::Catalogue& catalogue);

/// The reply as that revision can carry it: structuredContent and resource_link go or are wrapped
/// in the same way. Text the tool gave stays.
tools::Reply replyFor(const Revision& revision, tools::Reply reply);

/// The same for the messages of a prompt.
tools::ResultObject promptFor(const Revision& revision, tools::ResultObject prompt);

}  // namespace toolhost::mcp
