#pragma once

#include <span>
#include <string>
#include <string_view>

namespace toolhost::mcp {

/// One revision of the protocol, as what differs. A new revision is a new row in a file of its own;
/// methods ask these questions and never compare dates.
struct Revision {
    std::string_view date;
    /// Stateless, with an envelope in each request's `_meta`; otherwise a session after
    /// `initialize`.
    bool is_modern;
    /// Several messages may come in one array.
    bool has_batches;
    /// Audio content and completions exist.
    bool has_audio;
    /// structuredContent, outputSchema and resource_link exist.
    bool has_structured_content;
    /// A client may come back for what it missed of a stream that began with an empty event; and
    /// users are asked by form or by URL.
    bool has_elicitation_modes;
    /// A schema or a structured value may be something else than an object.
    bool has_any_structured_root;
};

extern const Revision kRevision20241105;
extern const Revision kRevision20250326;
extern const Revision kRevision20250618;
extern const Revision kRevision20251125;
extern const Revision kRevision20260728;

/// All that are served, the oldest first.
std::span<const Revision* const> revisions();

/// The served revision of that date, or null.
const Revision* findRevision(std::string_view date);

/// The one `initialize` answers with when the client's is not served.
const Revision& latestSessionRevision();

/// Whether the text names a stateless revision, served or not: those are dates from 2026-07-28 on,
/// and whatever sorts behind (MCP 2026-07-28, versioning).
bool namesModernRevision(std::string_view version);

/// The JSON array of served stateless revisions, for `supportedVersions` and -32022.
const std::string& supportedVersionsJson();

}  // namespace toolhost::mcp
