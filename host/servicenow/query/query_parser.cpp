#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"
#include "servicenow/query/encoded_query.hpp"
#include "servicenow/query/field_path.hpp"

namespace toolhost::servicenow {
namespace {

struct OrderKeyword {
    std::string_view text;
    QueryOrder::Kind kind;
};
/// Longer before shorter.
constexpr std::array kOrderKeywords = {OrderKeyword{"ORDERBYDESC", QueryOrder::Kind::Descending},
                                       OrderKeyword{"ORDERBY", QueryOrder::Kind::Ascending},
                                       OrderKeyword{"GROUPBY", QueryOrder::Kind::Group}};

/// The pieces between carets; one before or after the whole query separates nothing.
std::vector<std::string_view> piecesOf(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    if (text.starts_with("^")) text.remove_prefix(1);
    auto pieces = base::split(text, '^');
    if (base::trim(pieces.back()).empty()) pieces.pop_back();
    return pieces;
}

}  // namespace

/// Takes the pieces of a query one after the other.
class QueryParser {
public:
    base::Result<base::Done> read(std::string_view piece) {
        if (piece.empty()) {
            return base::Error{
                "the query has '^^': a value cannot hold '^', which separates conditions; search "
                "for the text around it with LIKE"};
        }
        if (related_) return readRelated(piece);
        for (const auto& keyword : kOrderKeywords) {
            if (piece.starts_with(keyword.text)) return readOrder(keyword, piece);
        }
        if (piece == "EQ") {
            conditions_ended_ = true;
            return base::Done{};
        }
        if (conditions_ended_) {
            return base::Error{"the query goes on after ^EQ, which ends the conditions, with " +
                               base::quoted(piece)};
        }
        return readJoined(piece);
    }

    base::Result<EncodedQuery> finish() && {
        if (related_) {
            return base::Error{"the query's related list of " + base::quoted(related_->table) +
                               " does not end with ^ENDRLQUERY"};
        }
        return std::move(query_);
    }

private:
    enum class Join { And, Or };

    base::Result<base::Done> readOrder(const OrderKeyword& keyword, std::string_view piece) {
        const auto field = piece.substr(keyword.text.size());
        if (!isFieldPath(field)) {
            return base::Error{"the query's " + base::quoted(piece) +
                               " names no field to order by"};
        }
        query_.orders_.push_back({keyword.kind, std::string(field)});
        return base::Done{};
    }

    base::Result<base::Done> readJoined(std::string_view piece) {
        if (piece == "ENDRLQUERY") {
            return base::Error{"the query has ^ENDRLQUERY without an RLQUERY before it"};
        }
        if (piece.starts_with("OR")) return readTerm(piece.substr(2), Join::Or);
        if (!piece.starts_with("NQ")) return readTerm(piece, Join::And);
        query_.blocks_.emplace_back();
        return readTerm(piece.substr(2), Join::And);
    }

    base::Result<base::Done> readTerm(std::string_view piece, Join join) {
        const bool is_first = query_.blocks_.empty() || query_.blocks_.back().empty();
        if (is_first && join == Join::Or) {
            return base::Error{"the condition " + base::quoted(piece) +
                               " is joined by ^OR to nothing before it"};
        }
        if (query_.blocks_.empty()) query_.blocks_.emplace_back();
        if (piece.starts_with("RLQUERY")) return openRelated(piece, join);
        auto term = parseTerm(piece);
        if (!term) return term.error();
        add(std::move(term).value(), join);
        return base::Done{};
    }

    void add(Term term, Join join) {
        auto& block = query_.blocks_.back();
        if (join == Join::And) block.emplace_back();
        block.back().push_back(std::move(term));
    }

    base::Result<base::Done> openRelated(std::string_view piece, Join join) {
        auto list = parseRelatedList(piece);
        if (!list) return list.error();
        related_ = std::move(list).value();
        related_join_ = join;
        return base::Done{};
    }

    base::Result<base::Done> readRelated(std::string_view piece) {
        if (piece == "ENDRLQUERY") {
            add(std::move(*related_), related_join_);
            related_.reset();
            return base::Done{};
        }
        const bool is_alternative = piece.starts_with("OR") && !related_->conditions.empty();
        auto condition = parseCondition(is_alternative ? piece.substr(2) : piece);
        if (!condition) return base::because("in the related list", condition.error());
        if (!is_alternative) related_->conditions.emplace_back();
        related_->conditions.back().push_back(std::move(condition).value());
        return base::Done{};
    }

    EncodedQuery query_;
    std::optional<RelatedList> related_;  // the one being read
    Join related_join_ = Join::And;
    bool conditions_ended_ = false;
};

base::Result<EncodedQuery> EncodedQuery::parse(std::string_view text) {
    const auto pieces = piecesOf(text);
    if (pieces.size() > kQueryTermsMax) {
        return base::Error{"the query has more than " + std::to_string(kQueryTermsMax) +
                           " conditions; use IN with a list, or ask in parts"};
    }
    QueryParser parser;
    for (const auto piece : pieces) {
        if (const auto done = parser.read(piece); !done) return done.error();
    }
    return std::move(parser).finish();
}

}  // namespace toolhost::servicenow
