#pragma once

#include <string>
#include <string_view>

#include "servicenow/exchange/api_request.hpp"

namespace toolhost::servicenow {

/// A read of rows as the platform stores them: plain values, references as the key they hold.
/// `fields` is a comma list.
ApiRequest rawRows(const std::string& table, const std::string& query, const std::string& fields);

/// Whether the text is a table name and nothing else, fit for a path and a query.
bool isTableName(std::string_view text);

/// Whether the text is a sys_id: 32 lower-case hexadecimal digits.
bool isSysId(std::string_view text);

}  // namespace toolhost::servicenow
