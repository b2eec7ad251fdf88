#include "tasks/answer_text.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/json_text.hpp"

namespace toolhost::tasks {
namespace {

using nlohmann::json;

/// Spans of JSON are kept as strings: a number in them is never read and written anew.
void put(json& object, const char* member, const std::optional<std::string>& span) {
    if (span) object[member] = *span;
}

std::optional<std::string> spanIn(const json& object, const char* member) {
    const auto found = object.find(member);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

json jsonOf(const tools::Reply& reply) {
    json object = {{"kind", "reply"}, {"content", reply.content}, {"is_error", reply.is_error}};
    put(object, "structured", reply.structured);
    put(object, "meta", reply.meta);
    return object;
}

json jsonOf(const tools::ResultObject& result) {
    json object = {{"kind", "result"}, {"members", result.members}};
    put(object, "meta", result.meta);
    return object;
}

constexpr std::array<std::pair<std::string_view, tools::Fault::Kind>, 3> kFaults = {
    {{"invalid_params", tools::Fault::Kind::InvalidParams},
     {"internal", tools::Fault::Kind::Internal},
     {"overloaded", tools::Fault::Kind::Overloaded}}};

json jsonOf(const tools::Fault& fault) {
    const auto* known = std::find_if(
        kFaults.begin(), kFaults.end(), [&](const auto& row) { return row.second == fault.kind; });
    return {{"kind", known == kFaults.end() ? "internal" : known->first},
            {"message", fault.message}};
}

/// Questions are no last answer; whoever kept them as one reads a fault.
json jsonOf(const tools::Questions&) {
    return jsonOf(
        tools::Fault{tools::Fault::Kind::Internal, "the tool asked instead of answering"});
}

tools::Reply replyFrom(const json& object) {
    return {.content = object.value("content", json::array()),
            .structured = spanIn(object, "structured"),
            .is_error = object.value("is_error", false),
            .meta = spanIn(object, "meta")};
}

}  // namespace

std::string textOf(const tools::Answer& answer) {
    const json object = std::visit([](const auto& each) { return jsonOf(each); }, answer);
    return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

base::Result<tools::Answer> answerFrom(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) return base::Error{"read a task's answer: it is no JSON object"};
    const std::string kind = base::textIn(object, "kind");
    if (kind == "reply") return tools::Answer(replyFrom(object));
    if (kind == "result") {
        return tools::Answer(
            tools::ResultObject{base::textIn(object, "members"), spanIn(object, "meta")});
    }
    const auto* fault = std::find_if(
        kFaults.begin(), kFaults.end(), [&](const auto& row) { return row.first == kind; });
    if (fault != kFaults.end()) {
        return tools::Answer(tools::Fault{fault->second, base::textIn(object, "message")});
    }
    return base::Error{"read a task's answer: there is no kind '" + kind + '\''};
}

}  // namespace toolhost::tasks
