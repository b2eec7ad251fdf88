#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "servicenow/query/query_term.hpp"

namespace toolhost::servicenow {

/// Terms joined by OR (`^OR`).
using TermGroup = std::vector<Term>;
/// Groups joined by AND (`^`).
using TermBlock = std::vector<TermGroup>;

/// What the answer is ordered by.
struct QueryOrder {
    enum class Kind { Ascending, Descending, Group };
    Kind kind = Kind::Ascending;
    std::string field;
    bool operator==(const QueryOrder&) const = default;
};

/// An encoded query that has been read and understood: blocks joined by OR (`^NQ`), then orders.
/// None of the blocks and groups is empty. Reading and printing it again gives the same tree.
class EncodedQuery {
public:
    /// No condition: every record.
    EncodedQuery() = default;
    explicit EncodedQuery(std::vector<TermBlock> blocks) : blocks_(std::move(blocks)) {}

    /// Reads the text; empty means every record. Refuses whatever ServiceNow would not take as it
    /// looks: it drops what it does not understand and then answers with more records than asked.
    /// A function of the text alone: fields are checked later, scripts by ScriptPolicy.
    static base::Result<EncodedQuery> parse(std::string_view text);

    /// Adds a search for words to every block. A problem when the words would end the condition.
    base::Result<base::Done> searchFor(std::string_view words);

    /// Keeps only what the other query also matches; takes its orders after its own. A problem
    /// when the product has too many terms.
    base::Result<base::Done> narrowBy(const EncodedQuery& other);

    /// Orders by the field where the query itself leaves the order open.
    void orderAlsoBy(std::string_view field);

    [[nodiscard]] const std::vector<TermBlock>& blocks() const { return blocks_; }
    [[nodiscard]] const std::vector<QueryOrder>& orders() const { return orders_; }

    /// Every field of the table itself that the query names: conditions, orders, groups; each once.
    [[nodiscard]] std::vector<std::string> fields() const;

    /// Every condition on the table itself, in order.
    [[nodiscard]] std::vector<const Condition*> conditions() const;

    /// Every search of the text index, in order.
    [[nodiscard]] std::vector<const TextSearch*> searches() const;

    /// Every condition on another table that leads to this one.
    [[nodiscard]] std::vector<const RelatedList*> relatedLists() const;

    /// The query as it is sent.
    [[nodiscard]] std::string text() const;

    bool operator==(const EncodedQuery&) const = default;

private:
    friend class QueryParser;

    std::vector<TermBlock> blocks_;
    std::vector<QueryOrder> orders_;
};

/// How many terms a query may have.
inline constexpr std::size_t kQueryTermsMax = 200;

}  // namespace toolhost::servicenow
