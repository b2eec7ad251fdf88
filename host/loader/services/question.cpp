#include "loader/services/question.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "loader/host_call.hpp"

namespace toolhost::loader {

std::string answerJson(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string refusalJson(const Refusal& refusal) {
    return answerJson({{"error", {{"kind", refusal.kind}, {"message", refusal.message}}}});
}

void reply(const boundary::Replied& replied, const nlohmann::json& json, std::string_view bytes) {
    replied(TOOLHOST_OK, answerJson(json), bytes);
}

void refuse(const boundary::Replied& replied, const Refusal& refusal) {
    replied(refusal.status, refusalJson(refusal), {});
}

HostCall* Question::call() const {
    return static_cast<HostCall*>(call_);  // calls of the host's side are all HostCalls
}

std::optional<std::string> Question::text(const char* member) const {
    const auto found = json_.find(member);
    if (found == json_.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<std::int64_t> Question::whole(const char* member) const {
    const auto found = json_.find(member);
    if (found == json_.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<std::int64_t>();
}

bool Question::flag(const char* member) const {
    const auto found = json_.find(member);
    return found != json_.end() && found->is_boolean() && found->get<bool>();
}

void Question::answer(const nlohmann::json& json, std::string_view bytes) const {
    reply(replied_, json, bytes);
}

void Question::refuse(const Refusal& refusal) const {
    loader::refuse(replied_, refusal);
}

void Question::refuseArgument(std::string message) const {
    refuse({TOOLHOST_E_ARGUMENT, "argument", std::move(message)});
}

}  // namespace toolhost::loader
