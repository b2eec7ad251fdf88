#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/records.hpp"

namespace toolhost::sim {

/// What users see instead of stored values. Remembers the records it has looked up, so it lives
/// for one request only.
class Display {
public:
    /// `records` outlives the object.
    explicit Display(Records& records) : records_(records) {}

    /// The display value of a column of that record.
    std::string of(const Record& record, const Column& column);
    /// The record a reference column leads to; null when it is empty or leads nowhere.
    const Record* follow(const Record& record, const Column& column);

private:
    std::string ofReference(const Record& record, const Column& column);
    std::string ofList(const Record& record, const Column& column);
    std::string ofRecord(const Record& record);
    const Record* lookUp(const Table& table, std::string_view key, std::string_view value);

    Records& records_;
    std::map<std::pair<const Table*, std::string>, std::optional<Record>> known_;
};

}  // namespace toolhost::sim
