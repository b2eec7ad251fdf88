#include "http/exchange.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace toolhost::http {

std::optional<std::string_view> findField(const Fields& fields, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const auto& field) {
        return base::equalsIgnoringCase(field.first, name);
    });
    if (found == fields.end()) return std::nullopt;
    return found->second;
}

std::vector<std::string_view> findFields(const Fields& fields, std::string_view name) {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : fields) {
        if (base::equalsIgnoringCase(key, name)) values.emplace_back(value);
    }
    return values;
}

Response jsonResponse(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

std::string jsonText(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Response refusal(int status, std::string_view why) {
    return jsonResponse(status, R"({"error":)" + jsonText(why) + "}\n");
}

}  // namespace toolhost::http
