#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "servicenow/instance.hpp"
#include "servicenow/query/encoded_query.hpp"
#include "servicenow/request_reader.hpp"

namespace toolhost::servicenow {

/// Which records are wanted, and how much of them.
struct RecordQuery {
    std::string table;
    EncodedQuery conditions;
    /// As asked for; empty: the usual ones.
    std::vector<std::string> fields;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    std::size_t bytes_max = 0;
    std::string cursor;
    Display display = Display::Labels;
};

/// Reads and checks the request's members.
Outcome<RecordQuery> readRecordQuery(const Json& request, const Instance& instance);

/// The fields a person would want to see of a list, as far as the table has them.
std::vector<std::string> usualFields(const TableSchema& schema);

}  // namespace toolhost::servicenow
