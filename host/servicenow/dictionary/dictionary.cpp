#include "servicenow/dictionary/dictionary.hpp"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "servicenow/dictionary/schema_reader.hpp"
#include "servicenow/dictionary/vocabulary_reader.hpp"
#include "servicenow/records/row_reader.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kAudiencesMax = 10'000;
constexpr std::size_t kTablesMax = 2'000;
constexpr std::chrono::seconds kReadingTimeMax{60};
/// What a user may not read today an administrator may grant any minute.
constexpr std::chrono::seconds kShortLifetime{60};
/// A typing mistake rarely spoils both ends of a name.
constexpr std::size_t kKeptEnd = 3;

std::string likeEitherEnd(const std::string& table) {
    const std::size_t kept = std::min(kKeptEnd, table.size());
    return "nameSTARTSWITH" + table.substr(0, kept) + "^ORnameENDSWITH" +
           table.substr(table.size() - kept) + "^ORDERBYname";
}

std::vector<std::string> namesOf(const Json& rows) {
    std::vector<std::string> names;
    for (const Json& row : rows) {
        names.push_back(textOf(row, "name"));
    }
    return names;
}

}  // namespace

Dictionary::Dictionary(Endpoint& endpoint, std::chrono::seconds lifetime, std::stop_token closing)
    : endpoint_(endpoint),
      lifetime_(lifetime),
      closing_(std::move(closing)),
      audiences_(endpoint.host.clock, kAudiencesMax),
      schemas_(endpoint.host.clock, kTablesMax),
      vocabularies_(endpoint.host.clock, kTablesMax),
      names_(endpoint.host.clock, kTablesMax) {}

void Dictionary::findSchema(const Caller& caller,
                            const std::string& table,
                            Then<SchemaPointer> then) {
    findForCaller<SchemaPointer>(
        caller, [this, table](const Audience&) { return schemaOf(table); }, std::move(then));
}

void Dictionary::findVocabulary(const Caller& caller,
                                const std::string& table,
                                Then<VocabularyPointer> then) {
    findForCaller<VocabularyPointer>(
        caller,
        [this, table](const Audience& audience) { return vocabularyOf(table, audience.language); },
        std::move(then));
}

void Dictionary::findNamesLike(const Caller& caller,
                               const std::string& table,
                               Then<std::vector<std::string>> then) {
    findForCaller<std::vector<std::string>>(
        caller, [this, table](const Audience&) { return namesLike(table); }, std::move(then));
}

Dictionary::Item<SchemaPointer> Dictionary::schemaOf(const std::string& table) {
    return {schemas_,
            table,
            [this, table](const Caller& reader, Then<SchemaPointer> done) {
                readSchema(endpoint_, reader, table, std::move(done));
            },
            [](const SchemaPointer& schema) { return schema->is_complete; }};
}

Dictionary::Item<std::vector<std::string>> Dictionary::namesLike(const std::string& table) {
    using Names = std::vector<std::string>;
    const std::string query = likeEitherEnd(table);
    const auto read = [this, query](const Caller& reader, const Then<Names>& done) {
        readRows(endpoint_,
                 reader,
                 rawRows("sys_db_object", query, "name"),
                 [done](const Outcome<Rows>& rows) {
                     done(rows ? Outcome<Names>(namesOf(rows.value().rows)) : rows.problem());
                 });
    };
    return {names_, query, read, [](const Names&) { return false; }};
}

Dictionary::Item<VocabularyPointer> Dictionary::vocabularyOf(const std::string& table,
                                                             const std::string& language) {
    const auto read = [this, table, language](const Caller& reader,
                                              const Then<VocabularyPointer>& done) {
        findSchema(reader, table, [=, this](const Outcome<SchemaPointer>& schema) {
            if (!schema) return done(schema.problem());
            readVocabulary(endpoint_, reader, schema.value(), language, done);
        });
    };
    return {vocabularies_, language + '\n' + table, read, [](const VocabularyPointer& words) {
                return words->isWhole();
            }};
}

void Dictionary::findAudience(const Caller& caller, Then<AudiencePointer> then) {
    const Item<AudiencePointer> item{audiences_,
                                     "audience",
                                     [this](const Caller& reader, Then<AudiencePointer> done) {
                                         readAudience(endpoint_, reader, std::move(done));
                                     },
                                     [](const AudiencePointer&) { return true; }};
    find(item, caller, audienceOf(caller.user), std::move(then));
}

template <typename Value>
void Dictionary::findForCaller(const Caller& caller,
                               std::function<Item<Value>(const Audience& audience)> itemFor,
                               Then<Value> then) {
    findAudience(caller, [=, this](const Outcome<AudiencePointer>& audience) {
        if (!audience) return then(audience.problem());
        find(itemFor(*audience.value()), caller, *audience.value(), then);
    });
}

std::chrono::seconds Dictionary::lifetimeOf(bool is_whole) const {
    return is_whole ? lifetime_ : std::min(lifetime_, kShortLifetime);
}

/// Read for everybody of the audience who waits, so it does not end with one call. What goes wrong
/// as one user, whose token or rate limit may have run out, is not the others' problem.
template <typename Value>
void Dictionary::find(const Item<Value>& item,
                      const Caller& caller,
                      const Audience& audience,
                      Then<Value> then) {
    const auto is_ours = std::make_shared<bool>(false);  // written before anything is reported
    const auto read = [&](const typename FlightCache<Value>::Report& report) {
        *is_ours = true;
        Caller reader = caller;
        reader.deadline = endpoint_.host.clock.steady() + kReadingTimeMax;
        reader.stop = closing_;
        item.read(reader, [=, this, isWhole = item.isWhole](Outcome<Value> found) {
            const auto lifetime =
                found ? lifetimeOf(isWhole(found.value())) : std::chrono::seconds(0);
            report({std::move(found), endpoint_.host.clock.steady() + lifetime});
        });
    };
    auto take = [=, this, then = std::move(then)](Outcome<Value> found) {
        const bool is_anothers_problem = !found && audience.is_shared && !*is_ours;
        if (!is_anothers_problem) return then(std::move(found));
        find(item, caller, audienceOf(caller.user), then);
    };
    item.cache.get(audience.key + '\n' + item.name, read, std::move(take));
}

}  // namespace toolhost::servicenow
