#include "simulator/api/call.hpp"

#include "simulator/refusals.hpp"

namespace toolhost::sim {

namespace {

void addToEveryBlock(EncodedQuery& query, const Term& term) {
    if (query.blocks.empty()) query.blocks.emplace_back();
    for (auto& block : query.blocks) {
        block.push_back({term});
    }
}

}  // namespace

Result<EncodedQuery> readQuery(const Call& call) {
    const auto& parameters = call.request.query;
    const bool escape = call.properties.isTrue(properties::kCaretEscape);
    auto query = parseEncodedQuery(parameters.get("sysparm_query"),
                                   escape ? Carets::Escape : Carets::Separate);
    if (!query) return query;
    std::size_t pieces = 0;
    for (const auto& [name, value] : parameters.entries()) {
        if (name.starts_with("sysparm_")) continue;
        addToEveryBlock(query.value(), {name, Operator::Shorthand, value, {}});
        pieces += query.value().blocks.size();
        if (pieces > kPiecesMax) return tooManyPieces();
    }
    return query;
}

Result<const Table*> readableTable(const Call& call, std::string_view name) {
    const auto* table = call.records.schema().findTable(name);
    if (table == nullptr) return refusals::invalidTable(name);
    if (!call.access.mayRead(call.caller, *table)) return refusals::notAuthorized();
    return table;
}

}  // namespace toolhost::sim
