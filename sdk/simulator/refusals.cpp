#include "simulator/refusals.hpp"

#include <utility>

namespace toolhost::sim::refusals {

Refusal invalidTable(std::string_view table) {
    return {400, "Invalid table " + std::string(table), std::nullopt};
}

Refusal unknownResource(std::string_view path) {
    return {400, "Requested URI does not represent any resource", std::string(path)};
}

Refusal unreadableRequest(std::string detail) {
    return {400, "Exception while reading request", std::move(detail)};
}

Refusal notAuthenticated() {
    return {401, "User Not Authenticated", "Required to provide Auth information"};
}

Refusal notAuthorized() {
    return {403, "User Not Authorized", "Failed API level ACL Validation"};
}

Refusal forbiddenQuery() {
    return {403,
            "Insufficient rights to query records",
            "Field(s) present in the query do not have permission to be read"};
}

Refusal forbiddenWrite(std::string_view verb) {
    return {403,
            "Operation Failed",
            "ACL Exception " + std::string(verb) + " Failed due to security constraints"};
}

Refusal businessRule(std::string_view table, std::string_view rule, std::string_view rule_id) {
    const std::string name(rule);
    return {403,
            "Operation Failed",
            "Operation against file '" + std::string(table) + "' was aborted by Business Rule '" +
                name + "^" + std::string(rule_id) + "'. Business Rule Stack:" + name};
}

Refusal dataPolicy(std::string complaint) {
    return {403, "Operation Failed", "Data Policy Exception: " + std::move(complaint)};
}

Refusal noRecord() {
    return {404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval"};
}

Refusal methodNotSupported() {
    return {405, "Method not supported", std::nullopt};
}

Refusal rateLimited(long long per_hour, std::string_view api) {
    return {429,
            "Rate limit exceeded",
            "Rate limit of " + std::to_string(per_hour) + " requests per hour for " +
                std::string(api) + " exceeded"};
}

Refusal transactionCancelled() {
    return {500,
            "Transaction cancelled: maximum execution time exceeded",
            "Transaction cancelled: maximum execution time exceeded. Check logs for error trace or "
            "enable glide.rest.debug property to verify REST request processing"};
}

Refusal notSimulated(std::string_view what, std::string advice) {
    return {400, "Not simulated: " + std::string(what), std::move(advice)};
}

}  // namespace toolhost::sim::refusals
