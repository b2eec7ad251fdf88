#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "servicenow/dictionary/audience.hpp"
#include "servicenow/dictionary/table_schema.hpp"
#include "servicenow/dictionary/vocabulary.hpp"
#include "servicenow/exchange/exchange.hpp"
#include "servicenow/flight_cache.hpp"

namespace toolhost::servicenow {

/// What is known of one instance's tables. Each thing is read once in a while for all users of the
/// same roles, or for one user where those are not known; that something is not there or withheld
/// is remembered too, for a short time. Thread-safe.
class Dictionary {
public:
    /// Keeps what it reads for `lifetime`; stops reading when `closing` fires. `endpoint` outlives
    /// this, and this every ticket of the callers.
    Dictionary(Endpoint& endpoint, std::chrono::seconds lifetime, std::stop_token closing);
    Dictionary(const Dictionary&) = delete;
    Dictionary& operator=(const Dictionary&) = delete;
    ~Dictionary() = default;

    /// A table's effective schema, as far as this user may know it.
    void findSchema(const Caller& caller, const std::string& table, Then<SchemaPointer> then);

    /// What the table, its columns and their values are called in this user's language.
    void findVocabulary(const Caller& caller,
                        const std::string& table,
                        Then<VocabularyPointer> then);

    /// The tables this user may know of whose names begin or end like this one.
    void findNamesLike(const Caller& caller,
                       const std::string& table,
                       Then<std::vector<std::string>> then);

private:
    /// One thing that is read for an audience.
    template <typename Value>
    struct Item {
        FlightCache<Value>& cache;
        std::string name;
        std::function<void(const Caller& caller, Then<Value> then)> read;
        /// Otherwise it is kept for a short time only.
        std::function<bool(const Value& value)> isWhole;
    };

    template <typename Value>
    void find(const Item<Value>& item,
              const Caller& caller,
              const Audience& audience,
              Then<Value> then);
    template <typename Value>
    void findForCaller(const Caller& caller,
                       std::function<Item<Value>(const Audience& audience)> itemFor,
                       Then<Value> then);
    void findAudience(const Caller& caller, Then<AudiencePointer> then);
    [[nodiscard]] Item<SchemaPointer> schemaOf(const std::string& table);
    [[nodiscard]] Item<VocabularyPointer> vocabularyOf(const std::string& table,
                                                       const std::string& language);
    [[nodiscard]] Item<std::vector<std::string>> namesLike(const std::string& table);
    [[nodiscard]] std::chrono::seconds lifetimeOf(bool is_whole) const;

    Endpoint& endpoint_;
    const std::chrono::seconds lifetime_;
    const std::stop_token closing_;
    FlightCache<AudiencePointer> audiences_;
    FlightCache<SchemaPointer> schemas_;
    FlightCache<VocabularyPointer> vocabularies_;
    FlightCache<std::vector<std::string>> names_;
};

}  // namespace toolhost::servicenow
