#include "instance_call.hpp"

#include <algorithm>
#include <utility>

namespace servicenow_meta {
namespace {

std::string textOf(const json& object, const char* member) {
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Result failureOf(const json& reply, const std::string& account) {
    std::string text = describeError(reply.value("error", json::object()));
    if (!account.empty()) text += ". ServiceNow was asked as '" + account + "'";
    return Result::error(std::move(text));
}

Result answerOf(json reply, std::string_view records, const std::function<json(json)>& render) {
    const std::string account = textOf(reply, "acting_as");
    if (!reply.value("ok", false)) return failureOf(reply, account);
    json answer = render(std::move(reply));
    if (!account.empty()) answer["actingAs"] = account;
    auto result = Result::structured(std::move(answer));
    if (!records.empty()) result.splice("records", records);
    return result;
}

}  // namespace

void answerFrom(const Context& context, const json& request, std::function<json(json)> render) {
    context.servicenowRecords(
        request, [context, render = std::move(render)](json reply, std::string_view records) {
            context.finish(answerOf(std::move(reply), records, render));
        });
}

toolhost::sdk::SchemaJson actingAsSchema() {
    return {
        {"type", "string"},
        {"description",
         "The account that all callers share at this instance; ServiceNow saw it, not the user"}};
}

std::string describeError(const json& error) {
    std::string text = textOf(error, "message");
    if (text.empty()) text = "ServiceNow gave no reason";
    const std::string detail = textOf(error, "detail");
    if (!detail.empty() && detail != text) text += ": " + detail;
    if (const auto status = error.find("status");
        status != error.end() && status->is_number_integer()) {
        text += " (HTTP " + status->dump() + ")";
    }
    if (const auto kind = textOf(error, "kind"); !kind.empty()) text += " [" + kind + "]";
    if (const auto hint = textOf(error, "hint"); !hint.empty()) text += ". " + hint;
    return text;
}

json listOf(const std::string& comma_separated) {
    json parts = json::array();
    for (std::size_t begin = 0; begin <= comma_separated.size();) {
        const auto comma = std::min(comma_separated.find(',', begin), comma_separated.size());
        const std::string part = trimmed(comma_separated.substr(begin, comma - begin));
        if (!part.empty()) parts.push_back(part);
        begin = comma + 1;
    }
    return parts;
}

}  // namespace servicenow_meta
