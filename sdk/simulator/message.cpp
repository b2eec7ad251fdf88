#include "simulator/message.hpp"

#include <nlohmann/json.hpp>

namespace toolhost::sim {

using nlohmann::json;

std::string jsonText(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

Reply jsonReply(int status, const json& body) {
    return {status, std::string(kJsonType), jsonText(body), {}, {}};
}

Reply refusalReply(const Refusal& refusal) {
    const json detail = refusal.detail ? json(*refusal.detail) : json();
    auto reply = jsonReply(
        refusal.status,
        {{"error", {{"message", refusal.message}, {"detail", detail}}}, {"status", "failure"}});
    if (refusal.status == 401) {
        reply.headers.emplace_back("WWW-Authenticate", "BASIC realm=\"Service-now\"");
    }
    return reply;
}

}  // namespace toolhost::sim
