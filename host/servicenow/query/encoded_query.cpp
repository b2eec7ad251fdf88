#include "servicenow/query/encoded_query.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kTermsMax = 200;

bool startsWith(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

/// A caret before or after the whole query separates nothing.
std::string_view withoutOuterCarets(std::string_view text) {
    if (startsWith(text, "^")) text.remove_prefix(1);
    if (!text.empty() && text.back() == '^') text.remove_suffix(1);
    return text;
}

void addOnce(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

base::Result<EncodedQuery> EncodedQuery::parse(std::string_view text) {
    EncodedQuery query;
    text = withoutOuterCarets(base::trim(text));
    if (text.empty()) return query;
    const auto pieces = base::split(text, '^');
    if (pieces.size() > kTermsMax)
        return base::Error{"the query has more than " + std::to_string(kTermsMax) +
                           " conditions; use IN with a list, or ask in parts"};
    for (const auto piece : pieces)
        if (auto done = query.read(piece); !done) return done.error();
    return query;
}

base::Result<base::Done> EncodedQuery::read(std::string_view piece) {
    if (piece.empty())
        return base::Error{
            "the query has '^^': a value cannot hold '^', which separates conditions; search for "
            "the text around it with LIKE"};
    for (const std::string_view keyword : {"ORDERBYDESC", "ORDERBY", "GROUPBY"})
        if (startsWith(piece, keyword)) return readOrder(keyword, piece);
    if (conditions_ended_)
        return base::Error{"the query goes on after ^EQ, which ends the conditions, with " +
                           base::quoted(piece)};
    return readCondition(piece);
}

base::Result<base::Done> EncodedQuery::readOrder(std::string_view keyword, std::string_view piece) {
    const auto field = piece.substr(keyword.size());
    if (!isFieldPath(field))
        return base::Error{"the query's " + base::quoted(piece) + " names no field to order by"};
    orders_.push_back({std::string(keyword), std::string(field)});
    return base::Done{};
}

base::Result<base::Done> EncodedQuery::readCondition(std::string_view piece) {
    if (piece == "EQ") {
        conditions_ended_ = true;
        return base::Done{};
    }
    if (startsWith(piece, "RLQUERY") || piece == "ENDRLQUERY")
        return base::Error{
            "the query has a related-list condition (RLQUERY), which this host cannot check and "
            "does not send; query the related table instead"};
    if (startsWith(piece, "OR")) return append(piece.substr(2), true);
    if (startsWith(piece, "NQ")) {
        blocks_.emplace_back();
        return append(piece.substr(2), false);
    }
    return append(piece, false);
}

base::Result<base::Done> EncodedQuery::append(std::string_view term, bool joins_by_or) {
    auto parsed = parseQueryTerm(term);
    if (!parsed) return parsed.error();
    const bool is_first = blocks_.empty() || blocks_.back().empty();
    if (is_first && joins_by_or)
        return base::Error{"the condition " + base::quoted(term) +
                           " is joined by ^OR to nothing before it"};
    if (blocks_.empty()) blocks_.emplace_back();
    blocks_.back().push_back({std::move(parsed).value(), joins_by_or});
    return base::Done{};
}

base::Result<base::Done> EncodedQuery::searchFor(std::string_view words) {
    if (words.find('^') != std::string_view::npos)
        return base::Error{"text_search cannot hold '^'; leave it out, it is not indexed"};
    auto term = parseQueryTerm(searchTerm(words).text());
    if (!term) return term.error();
    if (blocks_.empty()) blocks_.emplace_back();
    for (Block& block : blocks_)
        block.insert(block.begin(), Condition{term.value(), false});
    return base::Done{};
}

void EncodedQuery::orderAlsoBy(std::string_view field) {
    const auto isSame = [field](const Order& order) { return order.field == field; };
    if (std::any_of(orders_.begin(), orders_.end(), isSame)) return;
    orders_.push_back({"ORDERBY", std::string(field)});
}

std::vector<std::string> EncodedQuery::fields() const {
    std::vector<std::string> names;
    for (const Block& block : blocks_) {
        for (const auto& [term, joins_by_or] : block) {
            if (term.kind == QueryTerm::Kind::Words) continue;
            addOnce(names, term.field);
            if (const auto other = term.otherField()) addOnce(names, *other);
        }
    }
    for (const Order& order : orders_)
        addOnce(names, order.field);
    return names;
}

std::string EncodedQuery::text() const {
    std::string text;
    for (const Block& block : blocks_) {
        if (!text.empty()) text += "^NQ";
        text += textOf(block);
    }
    for (const Order& order : orders_) {
        if (!text.empty()) text += '^';
        text += order.keyword + order.field;
    }
    return text;
}

std::string EncodedQuery::textOf(const Block& block) {
    std::string text;
    for (const auto& [term, joins_by_or] : block) {
        if (!text.empty()) text += joins_by_or ? "^OR" : "^";
        text += term.text();
    }
    return text;
}

}  // namespace toolhost::servicenow
