#include "simulator/query/encoded_query.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "simulator/query/term.hpp"
#include "simulator/refusals.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

constexpr std::string_view kRelatedBegin = "RLQUERY";
constexpr std::string_view kRelatedEnd = "ENDRLQUERY";

/// The pieces between carets; where two carets are one in a value, its piece goes on.
std::vector<std::string> piecesOf(std::string_view text, Carets carets) {
    std::vector<std::string> pieces(1);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool doubled =
            carets == Carets::Escape && text[at] == '^' && text.substr(at + 1, 1) == "^";
        if (doubled) ++at;
        if (text[at] == '^' && !doubled) {
            pieces.emplace_back();
        } else {
            pieces.back() += text[at];
        }
    }
    return pieces;
}

/// Builds the query piece by piece, as the carets cut it.
class Builder {
public:
    /// The refusal, if the piece cannot be evaluated.
    std::optional<Refusal> add(std::string_view piece) {
        if (related_) return addToRelated(piece);
        if (piece.empty() || addOrdering(piece)) return std::nullopt;
        if (piece == "EQ") {
            ended_ = true;
            return std::nullopt;
        }
        if (ended_) return std::nullopt;
        return addCondition(piece);
    }

    EncodedQuery finish() && {
        if (related_) closeRelated();
        for (auto& block : blocks_) {
            std::erase_if(block, [](const Group& group) { return group.empty(); });
            if (!block.empty()) query_.blocks.push_back(std::move(block));
        }
        return std::move(query_);
    }

private:
    bool addOrdering(std::string_view piece) {
        constexpr std::string_view kDescending = "ORDERBYDESC";
        constexpr std::string_view kAscending = "ORDERBY";
        constexpr std::string_view kGroup = "GROUPBY";
        if (piece.starts_with(kDescending)) {
            addSort(piece.substr(kDescending.size()), Direction::Descending);
        } else if (piece.starts_with(kAscending)) {
            addSort(piece.substr(kAscending.size()), Direction::Ascending);
        } else if (piece.starts_with(kGroup)) {
            query_.group_by.emplace_back(piece.substr(kGroup.size()));
        } else {
            return false;
        }
        return true;
    }

    void addSort(std::string_view field, Direction direction) {
        query_.sorts.push_back({std::string(field), direction});
    }

    std::optional<Refusal> addCondition(std::string_view piece) {
        const bool alternative = piece.starts_with("OR") && !blocks_.back().empty();
        if (piece.starts_with("NQ")) blocks_.emplace_back();
        const bool prefixed = alternative || piece.starts_with("NQ");
        const auto condition = prefixed ? piece.substr(2) : piece;
        if (condition.empty()) return std::nullopt;
        if (condition.starts_with(kRelatedBegin)) {
            if (!alternative) blocks_.back().emplace_back();
            openRelated(condition.substr(kRelatedBegin.size()));
            return std::nullopt;
        }
        auto term = parseTerm(condition);
        if (!term) return term.refusal();
        if (!alternative) blocks_.back().emplace_back();
        if (auto& parsed = term.value()) {
            blocks_.back().back().push_back(std::move(*parsed));
        } else {
            query_.invalid.emplace_back(condition);
        }
        return std::nullopt;
    }

    /// `table.reference,>=1,m2m` begins the conditions on the rows that refer to this one.
    void openRelated(std::string_view head) {
        const auto parts = split(head, ',');
        related_ = Term{std::string(parts[0]), Operator::RelatedList, {}, {}};
        if (parts.size() > 1) related_->value = parts[1];
        inner_ = std::make_unique<Builder>();
    }

    std::optional<Refusal> addToRelated(std::string_view piece) {
        if (piece != kRelatedEnd) return inner_->add(piece);
        closeRelated();
        return std::nullopt;
    }

    void closeRelated() {
        related_->related.push_back(std::move(*inner_).finish());
        blocks_.back().back().push_back(std::move(*related_));
        related_.reset();
        inner_.reset();
    }

    EncodedQuery query_;
    std::vector<Block> blocks_{1};
    bool ended_ = false;
    std::optional<Term> related_;     // while between RLQUERY and ENDRLQUERY
    std::unique_ptr<Builder> inner_;  // likewise
};

}  // namespace

Refusal tooManyPieces() {
    return refusals::notSimulated("a query of more than " + std::to_string(kPiecesMax) + " terms",
                                  "Use IN for many values of one field.");
}

Result<EncodedQuery> parseEncodedQuery(std::string_view text, Carets carets) {
    const auto pieces = piecesOf(text, carets);
    if (pieces.size() > kPiecesMax) return tooManyPieces();
    Builder builder;
    for (const auto& piece : pieces) {
        if (auto refusal = builder.add(piece)) return std::move(*refusal);
    }
    return std::move(builder).finish();
}

}  // namespace toolhost::sim
