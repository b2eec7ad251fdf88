#include "simulator/api/call.hpp"

#include "simulator/refusals.hpp"

namespace toolhost::sim {

namespace {

void addToEveryBlock(EncodedQuery& query, const Term& term) {
    if (query.blocks.empty()) query.blocks.emplace_back();
    for (auto& block : query.blocks)
        block.push_back({term});
}

}  // namespace

Result<EncodedQuery> readQuery(const Parameters& parameters) {
    if (parameters.find("sysparm_tiny")) {
        return refusals::notSimulated("sysparm_tiny", "Send the whole query string instead.");
    }
    auto query = parseEncodedQuery(parameters.get("sysparm_query"));
    if (!query) return query;
    for (const auto& [name, value] : parameters.entries()) {
        if (name.starts_with("sysparm_")) continue;
        addToEveryBlock(query.value(), {name, Operator::Shorthand, value});
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
