#include "simulator/properties.hpp"

#include <algorithm>

#include "simulator/sys_id.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using namespace properties;

const Property* findKnown(std::string_view name) {
    const auto& known = knownProperties();
    const auto found = std::find_if(
        known.begin(), known.end(), [&](const auto& entry) { return entry.name == name; });
    return found == known.end() ? nullptr : &*found;
}

std::string_view assumed(std::string_view name) {
    const auto* known = findKnown(name);
    return known == nullptr ? std::string_view{} : known->value;
}

}  // namespace

const std::vector<Property>& knownProperties() {
    static const std::vector<Property> kKnown{
        {kInvalidQueryReturnsNoRows,
         "false",
         "boolean",
         "A query with a term that is not valid matches nothing, instead of ignoring the term"},
        {kFirstDayOfWeek, "2", "integer", "The day a week begins with: 1 Sunday to 7 Saturday"},
        {kAttachmentMegabytes,
         "1024",
         "integer",
         "How large a file may be that is attached, in MB"},
        {kAttachmentExtensions,
         "",
         "string",
         "Extensions of files that may be attached; empty: all"},
        {kAutoCloseDays, "7", "integer", "After how many days a resolved incident is closed"},
        {kBatchSeconds, "30", "integer", "How long a batch may take"},
        {kBatchCountsInner, "true", "boolean", "Each request of a batch is counted by rate rules"},
        {kCheckChangeModel,
         "true",
         "boolean",
         "A change moves only to the states its type allows, and not past pending approvals"},
        {kClientCredentials,
         "false",
         "boolean",
         "Applications with an application user may ask for tokens by client_credentials"},
        {kJwtFailure,
         "opaque",
         "string",
         "What a refused JWT assertion is answered with: opaque or invalid_grant"},
        {kRateCommitSeconds,
         "30",
         "integer",
         "After how many seconds counted requests have an effect on rate limits"},
        {kUrlBytesMax, "8192", "integer", "Longer targets of requests are answered with 414"},
        {kCaretEscape, "false", "boolean", "Two carets in a query stand for one caret in a value"},
        {kDiffersMatchesEmpty,
         "false",
         "boolean",
         "!= also matches rows without a value, on every type of column"},
        {kMatchOperators,
         "true",
         "boolean",
         "MATCH_PAT and MATCH_RGX are evaluated; otherwise they are no valid operators"},
    };
    return kKnown;
}

std::string Properties::get(std::string_view name) const {
    auto statement =
        session_.prepare("SELECT \"value\" FROM \"sys_properties\" WHERE \"name\" = ?");
    statement.bind(name);
    return std::string(statement.step() ? statement.text(0) : assumed(name));
}

bool Properties::isTrue(std::string_view name) const {
    return sameText(get(name), "true");
}

long long Properties::number(std::string_view name) const {
    const auto number = parseInteger(trim(get(name)));
    return number ? *number : parseInteger(assumed(name)).value_or(0);
}

void Properties::set(std::string_view name, std::string_view value) {
    session_
        .prepare(
            "INSERT INTO \"sys_properties\" (\"sys_id\", \"name\", \"sys_mod_count\") "
            "SELECT ?1, ?2, 0 WHERE NOT EXISTS "
            "(SELECT 1 FROM \"sys_properties\" WHERE \"name\" = ?2)")
        .bind(sysIdOf("sys_properties", name))
        .bind(name)
        .run();
    session_.prepare("UPDATE \"sys_properties\" SET \"value\" = ? WHERE \"name\" = ?")
        .bind(value)
        .bind(name)
        .run();
}

}  // namespace toolhost::sim
