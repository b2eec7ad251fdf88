#pragma once

#include <ctime>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "servicenow/query/encoded_query.hpp"

namespace toolhost::servicenow {

/// A record's fields as the instance stores them, paths through references among them.
using PlainRow = std::map<std::string, std::string>;

/// What a query may speak of beside the record itself.
struct PlainWorld {
    /// For each field 't'ext, 'n'umber, 'b'oolean, 'd'ate or 'r'eference.
    std::map<std::string, char> kinds;
    std::time_t now = 0;
    /// By dynamic filter option: the records it stands for at present.
    std::map<std::string, std::set<std::string>> dynamic{};
    /// By record: the one above it.
    std::map<std::string, std::string> parents{};
    /// By table: the records that may lead to others, of fields in `kinds`.
    std::map<std::string, std::vector<PlainRow>> related{};
};

/// Says for one record what a query says, in the plainest way: no index, no SQL, no cleverness.
class PlainEvaluator {
public:
    /// The world outlives it.
    explicit PlainEvaluator(const PlainWorld& world) : world_(world) {}

    [[nodiscard]] bool matches(const EncodedQuery& query, const PlainRow& row) const;

private:
    [[nodiscard]] bool matches(const TermBlock& block, const PlainRow& row) const;
    [[nodiscard]] bool matches(const Condition& condition, const PlainRow& row) const;
    [[nodiscard]] bool matches(const RelatedList& list, const PlainRow& row) const;
    [[nodiscard]] bool comparesWell(const Condition& condition, const std::string& value) const;
    [[nodiscard]] bool comparesWithField(const Condition& condition, const PlainRow& row) const;
    [[nodiscard]] bool fitsDate(const Condition& condition, const std::string& value) const;
    [[nodiscard]] bool leadsThere(const Condition& condition, const std::string& value) const;
    [[nodiscard]] bool isAtOrBelow(std::string id, const std::set<std::string>& roots) const;
    [[nodiscard]] int compare(const std::string& field,
                              const std::string& one,
                              const std::string& other) const;

    const PlainWorld& world_;
};

}  // namespace toolhost::servicenow
