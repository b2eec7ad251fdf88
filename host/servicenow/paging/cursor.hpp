#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crypto/sealer.hpp"
#include "servicenow/paging/keyset.hpp"

namespace toolhost::servicenow {

/// What a reading asks for. A cursor is good for the same question of the same user only.
struct Question {
    std::string instance;
    std::string user;
    std::string table;
    /// The effective query.
    std::string query;
    /// What of each record is shown: the fields and whether as labels or values.
    std::string shape;
};

/// How far a reading has come.
struct Place {
    /// After this record; absent at the beginning, and when records are counted instead.
    std::optional<KeyPosition> after;
    /// Rows to skip from there, hidden ones included.
    std::int64_t offset = 0;
    /// Records are counted, not compared: their order has no conditions.
    bool is_by_offset = false;
    /// Where the reading began.
    std::int64_t start = 0;
    /// Records it has come past since, of those the user may see.
    std::int64_t seen = 0;
    /// How many match, as the instance said at the beginning.
    std::optional<std::int64_t> total;
    /// Rows are known to be hidden from this user.
    bool rows_hidden = false;
    bool operator==(const Place&) const = default;
};

/// The place as an opaque text, good for a day: sealed, bound to the question.
base::Result<std::string> sealPlace(const crypto::Sealer& sealer,
                                    base::WallTime now,
                                    const Question& question,
                                    const Place& place);

/// The place again. The error says whether the text is no cursor of ours for this user and
/// instance, is for another question, or too old, and what to do.
base::Result<Place> openPlace(const crypto::Sealer& sealer,
                              base::WallTime now,
                              const Question& question,
                              const std::string& cursor);

}  // namespace toolhost::servicenow
