#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace toolhost::servicenow {

using Json = nlohmann::json;

/// The JSON value the text is. Absent when it is not JSON, or nests deeper than any call or answer
/// has a reason to (writing such a value back would need stack without bound).
std::optional<Json> parseJson(std::string_view text);

/// Compact JSON text; bytes that are not UTF-8 are replaced.
std::string writeJson(const Json& value);

/// The object's member of that name if it is a string, else empty.
std::string textOf(const Json& object, std::string_view name);

/// The stored value of a record's field, however the record shows it: as a text or as
/// {"display_value", "value"}.
std::string storedTextOf(const Json& record, std::string_view field);

/// The object's member of that name; null when there is none or it is no object at all.
const Json& memberOf(const Json& object, std::string_view name);

}  // namespace toolhost::servicenow
