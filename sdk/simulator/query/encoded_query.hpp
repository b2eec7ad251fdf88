#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/result.hpp"

namespace toolhost::sim {

enum class Operator {
    Equals,
    Differs,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Between,
    Contains,
    Lacks,
    StartsWith,
    EndsWith,
    In,
    NotIn,
    IsEmpty,
    IsNotEmpty,
    EmptyString,
    Anything,
    SameAs,
    DiffersFrom,
    LessThanField,
    AtMostField,
    GreaterThanField,
    AtLeastField,
    MoreThan,
    LessThan,
    InstanceOf,
    On,
    NotOn,
    Relative,
    DatePart,
    Dynamic,
    InHierarchy,
    InHierarchyDynamic,
    MatchPattern,
    MatchRegex,
    RelatedList,
    TextSearch,
    /// Not written in encoded queries: `field=value` in the URL, which also takes display values.
    Shorthand,
};

struct EncodedQuery;

/// One comparison. `field` may be a dotted path and is empty for a text search; of a related list
/// it is "table.reference", and `related` holds the one query its rows are counted by.
struct Term {
    std::string field;
    Operator op = Operator::Equals;
    std::string value;
    std::vector<EncodedQuery> related;
};

/// Terms joined by ^OR, then groups joined by ^, then blocks joined by ^NQ.
using Group = std::vector<Term>;
using Block = std::vector<Group>;

inline constexpr std::size_t kPiecesMax = 500;

enum class Direction { Ascending, Descending };

struct Sort {
    std::string field;
    Direction direction = Direction::Ascending;
};

struct EncodedQuery {
    std::vector<Block> blocks;
    std::vector<Sort> sorts;
    std::vector<std::string> group_by;
    std::vector<std::string> invalid;  ///< terms that are no comparison; the platform ignores them
};

/// Whether `^^` in a query is a caret in a value, or two separators with nothing between.
enum class Carets { Separate, Escape };

/// What a longer query is answered with.
Refusal tooManyPieces();

/// Reads ServiceNow's encoded query. Refuses what the simulator cannot evaluate, naming it. A query
/// has at most kPiecesMax pieces.
Result<EncodedQuery> parseEncodedQuery(std::string_view text, Carets carets = Carets::Separate);

}  // namespace toolhost::sim
