#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "servicenow/dictionary/field_check.hpp"
#include "servicenow/dictionary/field_kind.hpp"
#include "servicenow/query/encoded_query.hpp"

namespace toolhost::servicenow {

/// Where a reading stands: after the record with these values of the columns it is ordered by, as
/// they are stored, and this sys_id.
struct KeyPosition {
    std::vector<std::string> values;
    std::string sys_id;
    bool operator==(const KeyPosition&) const = default;
};

/// What the records of a query are ordered by, so that "those after this one" can be said as
/// conditions: the columns of its orders, then sys_id, which no two records share. Unlike an
/// offset, such a position does not move when records come and go before it, nor when rows are
/// hidden. Immutable.
class Keyset {
public:
    /// The keyset of a query's orders. The error says which order has no such conditions.
    static base::Result<Keyset> of(const std::string& table,
                                   const std::vector<QueryOrder>& orders,
                                   const CheckedFields& known);

    /// The columns whose stored values a position holds; not sys_id.
    [[nodiscard]] std::vector<std::string> fields() const;

    /// Matches what comes after the position. Absent when a value cannot be written in a query: it
    /// holds '^', or ServiceNow would run it.
    [[nodiscard]] std::optional<EncodedQuery> after(const KeyPosition& position) const;

    /// Whether the one may come before the other. What is not comparable here, such as letters
    /// whose order is a collation's business, may.
    [[nodiscard]] bool mayPrecede(const KeyPosition& one, const KeyPosition& other) const;

private:
    enum class Direction { Ascending, Descending };
    struct Key {
        std::string field;
        FieldKind kind;
        Direction direction;
    };

    [[nodiscard]] static TermGroup strictlyAfter(const Key& key, const std::string& value);
    [[nodiscard]] static std::optional<TermGroup> atOrAfter(const Key& key,
                                                            const std::string& value);

    std::vector<Key> keys_;
};

}  // namespace toolhost::servicenow
