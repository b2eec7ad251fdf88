#include "simulator/api/tiny_urls.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "simulator/refusals.hpp"
#include "simulator/sys_id.hpp"

namespace toolhost::sim {

namespace {

constexpr std::size_t kNameDigits = 32;

std::optional<std::string> urlIn(const std::string& body) {
    const auto parsed = nlohmann::json::parse(body, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("url") || !parsed.at("url").is_string()) {
        return std::nullopt;
    }
    return parsed.at("url").get<std::string>();
}

}  // namespace

Result<Reply> TinyUrls::answer(const Call& call) {
    if (call.request.method != "POST") return refusals::methodNotSupported();
    const auto url = urlIn(call.request.body);
    if (!url) return refusals::unreadableRequest("The body must be {\"url\": \"...\"}");
    const auto question = url->find('?');
    const auto path = url->substr(0, question);
    auto query = question == std::string::npos ? std::string() : url->substr(question + 1);
    const auto name = sha256Hex(*url).substr(0, kNameDigits);
    const std::lock_guard lock(mutex_);
    queries_.insert_or_assign(name, std::move(query));
    return jsonReply(200, {{"result", path + "?sysparm_tiny=" + name}});
}

Result<std::optional<Request>> TinyUrls::expand(const Request& request) const {
    const auto name = request.query.find("sysparm_tiny");
    if (!name) return std::optional<Request>();
    const std::lock_guard lock(mutex_);
    const auto found = queries_.find(*name);
    if (found == queries_.end()) {
        return Refusal{400, "Invalid tiny URL", "There is no URL '" + std::string(*name) + "'"};
    }
    Request expanded = request;
    expanded.raw_query = found->second;
    expanded.query = Parameters::parse(found->second);
    return std::optional<Request>(std::move(expanded));
}

}  // namespace toolhost::sim
