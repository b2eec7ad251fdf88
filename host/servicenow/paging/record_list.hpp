#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace toolhost::servicenow {

/// A record that no answer can hold.
struct OversizeRecord {
    std::string sys_id;
    std::size_t bytes = 0;
    /// The fields to leave out: names and bytes, the largest first.
    std::vector<std::pair<std::string, std::size_t>> largest_fields;
};

/// The records of one answer, as the text of a JSON list, within a number of records and of bytes.
/// A record is in it whole or not at all; one that is left out still counts, for there is something
/// to say about it.
class RecordList {
public:
    RecordList(std::int64_t records_max, std::size_t bytes_max);

    enum class Verdict {
        Kept,
        LeftOut,  ///< larger than any answer may be; remembered in leftOut()
        Full      ///< not now: it would be one too many
    };
    /// Adds a record, given as the text of a JSON object.
    Verdict take(std::string_view record);

    [[nodiscard]] std::int64_t size() const { return size_; }
    /// Records in it and records left out.
    [[nodiscard]] std::int64_t counted() const;
    [[nodiscard]] bool isFull() const { return counted() == records_max_; }

    /// Whether any record has a member of that name.
    [[nodiscard]] bool shows(const std::string& field) const;

    [[nodiscard]] const std::vector<OversizeRecord>& leftOut() const { return left_out_; }

    /// The list; empty of records afterwards.
    [[nodiscard]] std::string takeText();

private:
    [[nodiscard]] bool hasRoomFor(std::size_t bytes) const;

    const std::int64_t records_max_;
    const std::size_t bytes_max_;
    std::string text_ = "[";
    std::int64_t size_ = 0;
    std::vector<OversizeRecord> left_out_;
};

}  // namespace toolhost::servicenow
