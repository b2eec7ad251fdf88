#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "servicenow/query/query_term.hpp"

namespace toolhost::servicenow {

/// An encoded query that has been read and understood: blocks of conditions joined by OR (`^NQ`),
/// in each of them groups joined by AND (`^`) of conditions joined by OR (`^OR`), then orders.
class EncodedQuery {
public:
    /// Reads the text; empty means every record. Refuses whatever ServiceNow would not take as it
    /// looks: it drops what it does not understand and then answers with more records than asked.
    static base::Result<EncodedQuery> parse(std::string_view text);

    /// Adds a search for words to every block. A problem when the words would end the condition.
    base::Result<base::Done> searchFor(std::string_view words);

    /// Orders by the field where the query itself leaves the order open.
    void orderAlsoBy(std::string_view field);

    /// Every field the query names: conditions, orders, groups; each once.
    [[nodiscard]] std::vector<std::string> fields() const;

    /// The query as it is sent.
    [[nodiscard]] std::string text() const;

private:
    struct Condition {
        QueryTerm term;
        bool joins_by_or = false;
    };
    using Block = std::vector<Condition>;
    struct Order {
        std::string keyword;  // ORDERBY, ORDERBYDESC or GROUPBY
        std::string field;
    };

    base::Result<base::Done> read(std::string_view piece);
    base::Result<base::Done> readOrder(std::string_view keyword, std::string_view piece);
    base::Result<base::Done> readCondition(std::string_view piece);
    base::Result<base::Done> append(std::string_view term, bool joins_by_or);
    [[nodiscard]] static std::string textOf(const Block& block);

    std::vector<Block> blocks_;
    std::vector<Order> orders_;
    bool conditions_ended_ = false;  // by ^EQ
};

}  // namespace toolhost::servicenow
