#include "servicenow/query/encoded_query.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

void addOnce(std::vector<std::string>& names, std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

std::size_t termsOf(const TermBlock& block) {
    std::size_t terms = 0;
    for (const auto& group : block) {
        terms += group.size();
    }
    return terms;
}

std::string textOf(const TermBlock& block) {
    std::string text;
    for (const auto& group : block) {
        if (!text.empty()) text += '^';
        for (const auto& term : group) {
            text += (&term == &group.front() ? "" : "^OR") + textOf(term);
        }
    }
    return text;
}

std::string_view keywordOf(QueryOrder::Kind kind) {
    switch (kind) {
        case QueryOrder::Kind::Ascending:
            return "ORDERBY";
        case QueryOrder::Kind::Descending:
            return "ORDERBYDESC";
        case QueryOrder::Kind::Group:
            return "GROUPBY";
    }
    return "ORDERBY";
}

template <typename Wanted>
void addTermsOfKind(const TermGroup& group, std::vector<const Wanted*>& found) {
    for (const auto& term : group) {
        if (const auto* wanted = std::get_if<Wanted>(&term)) found.push_back(wanted);
    }
}

template <typename Wanted>
std::vector<const Wanted*> termsOfKind(const std::vector<TermBlock>& blocks) {
    std::vector<const Wanted*> found;
    for (const auto& block : blocks) {
        for (const auto& group : block) {
            addTermsOfKind(group, found);
        }
    }
    return found;
}

}  // namespace

base::Result<base::Done> EncodedQuery::searchFor(std::string_view words) {
    if (words.find('^') != std::string_view::npos) {
        return base::Error{"text_search cannot hold '^'; leave it out, it is not indexed"};
    }
    if (base::trim(words).empty()) return base::Error{"text_search has no words to search for"};
    if (blocks_.empty()) blocks_.emplace_back();
    for (auto& block : blocks_) {
        block.insert(block.begin(), {TextSearch{TextSearch::Kind::Words, std::string(words)}});
    }
    return base::Done{};
}

base::Result<base::Done> EncodedQuery::narrowBy(const EncodedQuery& other) {
    std::vector<TermBlock> product;
    std::size_t terms = 0;
    for (const auto& mine : blocks_.empty() ? std::vector<TermBlock>(1) : blocks_) {
        for (const auto& theirs :
             other.blocks_.empty() ? std::vector<TermBlock>(1) : other.blocks_) {
            product.push_back(mine);
            product.back().insert(product.back().end(), theirs.begin(), theirs.end());
            terms += termsOf(product.back());
        }
        if (terms > kQueryTermsMax) {
            return base::Error{
                "query and filter together have more than " + std::to_string(kQueryTermsMax) +
                " conditions once written out; use fewer alternatives, or ask in parts"};
        }
    }
    std::erase_if(product, [](const TermBlock& block) { return block.empty(); });
    blocks_ = std::move(product);
    orders_.insert(orders_.end(), other.orders_.begin(), other.orders_.end());
    return base::Done{};
}

void EncodedQuery::orderAlsoBy(std::string_view field) {
    const auto isSame = [field](const QueryOrder& order) { return order.field == field; };
    if (std::any_of(orders_.begin(), orders_.end(), isSame)) return;
    orders_.push_back({QueryOrder::Kind::Ascending, std::string(field)});
}

std::vector<std::string> EncodedQuery::fields() const {
    std::vector<std::string> names;
    for (const auto* condition : conditions()) {
        addOnce(names, condition->field);
        if (const auto other = otherFieldOf(condition->operand); !other.empty()) {
            addOnce(names, other);
        }
    }
    for (const auto& order : orders_) {
        addOnce(names, order.field);
    }
    return names;
}

std::vector<const Condition*> EncodedQuery::conditions() const {
    return termsOfKind<Condition>(blocks_);
}

std::vector<const TextSearch*> EncodedQuery::searches() const {
    return termsOfKind<TextSearch>(blocks_);
}

std::vector<const RelatedList*> EncodedQuery::relatedLists() const {
    return termsOfKind<RelatedList>(blocks_);
}

std::string EncodedQuery::text() const {
    std::string text;
    for (const auto& block : blocks_) {
        if (!text.empty()) text += "^NQ";
        text += textOf(block);
    }
    for (const auto& order : orders_) {
        if (!text.empty()) text += '^';
        text += std::string(keywordOf(order.kind)) + order.field;
    }
    return text;
}

}  // namespace toolhost::servicenow
