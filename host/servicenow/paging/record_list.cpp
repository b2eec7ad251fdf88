#include "servicenow/paging/record_list.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kLargestShown = 3;
/// What an answer says about a record that is left out takes some of its bytes.
constexpr std::size_t kLeftOutBytes = 512;

OversizeRecord measure(std::string_view text) {
    const Json record = parseJson(text).value_or(Json::object());
    OversizeRecord measured{storedTextOf(record, "sys_id"), text.size(), {}};
    auto& fields = measured.largest_fields;
    for (const auto& [name, value] : record.items()) {
        fields.emplace_back(name, writeJson(value).size());
    }
    std::sort(fields.begin(), fields.end(), [](const auto& one, const auto& other) {
        return one.second > other.second;
    });
    if (fields.size() > kLargestShown) fields.erase(fields.begin() + kLargestShown, fields.end());
    return measured;
}

}  // namespace

RecordList::RecordList(std::int64_t records_max, std::size_t bytes_max)
    : records_max_(records_max), bytes_max_(bytes_max) {}

RecordList::Verdict RecordList::take(std::string_view record) {
    if (isFull()) return Verdict::Full;
    const std::size_t bytes = record.size() + 2;
    const bool is_oversize = bytes > bytes_max_;
    if (!hasRoomFor(is_oversize ? kLeftOutBytes : bytes)) return Verdict::Full;
    if (is_oversize) {
        left_out_.push_back(measure(record));
        return Verdict::LeftOut;
    }
    if (size_ > 0) text_ += ',';
    text_ += record;
    ++size_;
    return Verdict::Kept;
}

/// The first one always has.
bool RecordList::hasRoomFor(std::size_t bytes) const {
    return counted() == 0 || text_.size() + left_out_.size() * kLeftOutBytes + bytes <= bytes_max_;
}

std::int64_t RecordList::counted() const {
    return size_ + static_cast<std::int64_t>(left_out_.size());
}

bool RecordList::shows(const std::string& field) const {
    // Inside a JSON text a quote is escaped, so this can be nothing but a member's name.
    return text_.find('"' + field + "\":") != std::string::npos;
}

std::string RecordList::takeText() {
    return std::exchange(text_, "[") + ']';
}

}  // namespace toolhost::servicenow
