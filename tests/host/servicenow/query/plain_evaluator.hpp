#pragma once

#include <map>
#include <string>

#include "servicenow/query/encoded_query.hpp"

namespace toolhost::servicenow {

/// A record's fields as the instance stores them, paths through references among them.
using PlainRow = std::map<std::string, std::string>;

/// Says for one record what a query says, in the plainest way: no index, no SQL, no cleverness.
/// Knows the operators that plainOperators() names.
class PlainEvaluator {
public:
    /// `kinds`: for each field 't'ext, 'n'umber, 'b'oolean, 'd'ate or 'r'eference.
    explicit PlainEvaluator(std::map<std::string, char> kinds) : kinds_(std::move(kinds)) {}

    [[nodiscard]] bool matches(const EncodedQuery& query, const PlainRow& row) const;

private:
    [[nodiscard]] bool matches(const TermBlock& block, const PlainRow& row) const;
    [[nodiscard]] bool matches(const Condition& condition, const PlainRow& row) const;
    [[nodiscard]] bool comparesWell(const Condition& condition, const std::string& value) const;
    [[nodiscard]] int compare(const std::string& field,
                              const std::string& one,
                              const std::string& other) const;

    std::map<std::string, char> kinds_;
};

}  // namespace toolhost::servicenow
