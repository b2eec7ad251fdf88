#include "mcp/batch.hpp"

#include <nlohmann/json.hpp>

namespace toolhost::mcp {
namespace {

constexpr std::size_t kMessagesMax = 100;

}  // namespace

std::optional<std::vector<std::string>> messagesIn(std::string_view batch) {
    const auto array = nlohmann::json::parse(batch, nullptr, false);
    if (!array.is_array() || array.empty() || array.size() > kMessagesMax) return std::nullopt;
    std::vector<std::string> messages;
    for (const auto& message : array) {
        messages.push_back(message.dump());
    }
    return messages;
}

void GatheredAnswers::take(const Outbound& answer) {
    {
        const std::lock_guard lock(mutex_);
        if (!answer.body.empty()) bodies_ += (bodies_.empty() ? "" : ",") + answer.body;
        if (--awaited_ > 0) return;
    }
    if (bodies_.empty()) return respond_({.http_status = 202, .body = {}, .session_id = {}});
    respond_({.http_status = 200, .body = '[' + bodies_ + ']', .session_id = {}});
}

}  // namespace toolhost::mcp
