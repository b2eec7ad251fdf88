#include "simulator/query/encoded_query.hpp"

#include <utility>

#include "simulator/query/term.hpp"
#include "simulator/refusals.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

/// Builds the query piece by piece, as the carets cut it.
class Builder {
public:
    /// The refusal, if the piece cannot be evaluated.
    std::optional<Refusal> add(std::string_view piece) {
        if (piece.empty() || addOrdering(piece)) return std::nullopt;
        if (piece == "EQ") {
            ended_ = true;
            return std::nullopt;
        }
        if (ended_) return std::nullopt;
        return addCondition(piece);
    }

    EncodedQuery finish() && {
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

    EncodedQuery query_;
    std::vector<Block> blocks_{1};
    bool ended_ = false;
};

}  // namespace

Result<EncodedQuery> parseEncodedQuery(std::string_view text) {
    const auto pieces = split(text, '^');
    if (pieces.size() > kPiecesMax) {
        return refusals::notSimulated(
            "a query of more than " + std::to_string(kPiecesMax) + " terms",
            "Use IN for many values of one field.");
    }
    Builder builder;
    for (const auto piece : pieces) {
        if (auto refusal = builder.add(piece)) return std::move(*refusal);
    }
    return std::move(builder).finish();
}

}  // namespace toolhost::sim
