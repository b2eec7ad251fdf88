#include "mcp/revisions/revision.hpp"

#include <algorithm>
#include <array>

namespace toolhost::mcp {
namespace {

constexpr std::string_view kFirstModernDate = "2026-07-28";

constexpr std::array<const Revision*, 5> kServed = {&kRevision20241105,
                                                    &kRevision20250326,
                                                    &kRevision20250618,
                                                    &kRevision20251125,
                                                    &kRevision20260728};

std::string modernDatesJson() {
    std::string json;
    for (const Revision* revision : kServed) {
        if (!revision->is_modern) continue;
        json += json.empty() ? "[\"" : ",\"";
        json += revision->date;
        json += '"';
    }
    return json + ']';
}

}  // namespace

std::span<const Revision* const> revisions() {
    return kServed;
}

const Revision* findRevision(std::string_view date) {
    const auto found =
        std::find_if(kServed.begin(), kServed.end(), [date](const Revision* revision) {
            return revision->date == date;
        });
    return found == kServed.end() ? nullptr : *found;
}

const Revision& latestSessionRevision() {
    return kRevision20251125;
}

bool namesModernRevision(std::string_view version) {
    return version >= kFirstModernDate;
}

const std::string& supportedVersionsJson() {
    static const std::string json = modernDatesJson();
    return json;
}

}  // namespace toolhost::mcp
