#include "servicenow/exchange/tiny_url.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kNameBytesMax = 64;

bool isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::string tinyUrlBody(const std::string& url) {
    return writeJson({{"url", url}});
}

std::optional<std::string> readTinyUrl(const outbound::Response& response) {
    if (response.status < 200 || response.status >= 300) return std::nullopt;
    constexpr std::string_view kParameter = "sysparm_tiny=";
    const std::string url = textOf(parseJson(response.body).value_or(Json()), "result");
    const auto at = url.find(kParameter);
    if (at == std::string::npos) return std::nullopt;
    const auto begin = url.begin() + static_cast<std::ptrdiff_t>(at + kParameter.size());
    std::string name(begin, std::find_if_not(begin, url.end(), isLetterOrDigit));
    const bool is_usable = !name.empty() && name.size() <= kNameBytesMax;
    return is_usable ? std::optional(std::move(name)) : std::nullopt;
}

}  // namespace toolhost::servicenow
