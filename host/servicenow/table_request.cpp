#include "servicenow/table_request.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kTableNameMax = 80;
constexpr std::size_t kSysIdLength = 32;

}  // namespace

ApiRequest rawRows(const std::string& table, const std::string& query, const std::string& fields) {
    return {.attempted = "read " + base::quoted(table),
            .path = "/api/now/table/" + table,
            .parameters = {{"sysparm_query", query},
                           {"sysparm_fields", fields},
                           {"sysparm_display_value", "false"},
                           {"sysparm_exclude_reference_link", "true"}}};
}

bool isTableName(std::string_view text) {
    const auto isAllowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    };
    return !text.empty() && text.size() <= kTableNameMax &&
           std::all_of(text.begin(), text.end(), isAllowed);
}

bool isSysId(std::string_view text) {
    const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == kSysIdLength && std::all_of(text.begin(), text.end(), isDigit);
}

}  // namespace toolhost::servicenow
