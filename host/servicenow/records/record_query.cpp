#include "servicenow/records/record_query.hpp"

#include <algorithm>
#include <array>

#include "servicenow/query/query_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::int64_t kLimitMax = 10'000;
constexpr std::int64_t kOffsetMax = 100'000'000;
constexpr std::int64_t kBytesMin = 1'024;

constexpr std::array kUsualFields = {
    "number", "short_description", "state", "priority", "assigned_to", "sys_created_on"};

}  // namespace

Outcome<RecordQuery> readRecordQuery(const Json& request, const Instance& instance) {
    RequestReader reader(request);
    RecordQuery query;
    query.table = reader.table();
    query.conditions = readQuery(reader, instance.scripts());
    query.fields = reader.fields("fields");
    query.limit = reader.number("limit", {.least = 1, .most = kLimitMax, .otherwise = 20});
    query.offset = reader.number("offset", {.least = 0, .most = kOffsetMax, .otherwise = 0});
    const auto bytes_max = static_cast<std::int64_t>(instance.resultBytesMax());
    query.bytes_max = static_cast<std::size_t>(reader.number(
        "max_bytes", {.least = kBytesMin, .most = bytes_max, .otherwise = bytes_max}));
    query.cursor = reader.text("cursor");
    query.display = reader.display();
    if (!query.cursor.empty() && query.offset != 0) {
        reader.refuse("give 'cursor' or 'offset', not both: a cursor knows where it stands");
    }
    if (const auto problem = reader.problem()) return *problem;
    query.conditions.orderAlsoBy("sys_id");  // or pages could repeat and skip records
    return query;
}

std::vector<std::string> usualFields(const TableSchema& schema) {
    std::vector<std::string> fields = {"sys_id"};
    const Column* display = schema.displayColumn();
    if (display != nullptr) fields.push_back(display->name);
    for (const std::string field : kUsualFields) {
        const bool is_there = !schema.is_complete || systemColumn(field) != nullptr ||
                              schema.findColumn(field) != nullptr;
        const bool is_new = std::find(fields.begin(), fields.end(), field) == fields.end();
        if (is_there && is_new) fields.push_back(field);
    }
    return fields;
}

}  // namespace toolhost::servicenow
