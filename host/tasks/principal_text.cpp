#include "tasks/principal_text.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/json_text.hpp"

namespace toolhost::tasks {
namespace {

using identity::Evidence;
using nlohmann::json;

constexpr std::array<std::pair<Evidence, std::string_view>, 4> kEvidence = {
    {{Evidence::Token, "token"},
     {Evidence::Secret, "secret"},
     {Evidence::Process, "process"},
     {Evidence::Nothing, "nothing"}}};

std::string_view nameOf(Evidence evidence) {
    const auto* found = std::find_if(
        kEvidence.begin(), kEvidence.end(), [=](const auto& row) { return row.first == evidence; });
    return found == kEvidence.end() ? "nothing" : found->second;
}

Evidence evidenceNamed(std::string_view name) {
    const auto* found = std::find_if(
        kEvidence.begin(), kEvidence.end(), [=](const auto& row) { return row.second == name; });
    return found == kEvidence.end() ? Evidence::Nothing : found->first;
}

std::vector<std::string> textsIn(const json& object, const char* member) {
    std::vector<std::string> texts;
    const auto found = object.find(member);
    if (found == object.end()) return texts;
    for (const auto& each : *found) {
        if (each.is_string()) texts.push_back(each.get<std::string>());
    }
    return texts;
}

}  // namespace

std::string textOf(const identity::Principal& principal) {
    json object = {{"subject", principal.subject},
                   {"client_id", principal.client_id},
                   {"scopes", principal.scopes},
                   {"token_id", principal.token_id},
                   {"evidence", nameOf(principal.evidence)},
                   {"had_servicenow_token", principal.servicenow_token != nullptr}};
    if (principal.user) object["user"] = *principal.user;
    return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

base::Result<identity::Principal> principalFrom(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) return base::Error{"read a task's caller: it is no JSON object"};
    if (object.value("had_servicenow_token", false)) {
        return base::Error{
            "it was called with a ServiceNow token of the caller's own, which the host keeps in "
            "memory only; call the tool again"};
    }
    identity::Principal principal{.subject = base::textIn(object, "subject"),
                                  .client_id = base::textIn(object, "client_id"),
                                  .user = std::nullopt,
                                  .scopes = textsIn(object, "scopes"),
                                  .token_id = base::textIn(object, "token_id"),
                                  .evidence = evidenceNamed(base::textIn(object, "evidence"))};
    if (object.contains("user")) principal.user = base::textIn(object, "user");
    return principal;
}

}  // namespace toolhost::tasks
