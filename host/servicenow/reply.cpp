#include "servicenow/reply.hpp"

#include <nlohmann/json.hpp>

#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {
namespace {

Json errorOf(const Problem& problem) {
    Json error = {{"kind", nameOf(problem.kind)}, {"message", problem.message}};
    if (!problem.detail.empty()) error["detail"] = problem.detail;
    if (problem.status != 0) error["status"] = problem.status;
    if (!problem.hint.empty()) error["hint"] = problem.hint;
    return error;
}

Json refusalOf(const Problem& problem) {
    Json reply = {{"error", errorOf(problem)}};
    if (!problem.transaction_id.empty()) reply["transaction_id"] = problem.transaction_id;
    return reply;
}

}  // namespace

std::string replyText(const Outcome<Answer>& outcome, const std::string& acting_as) {
    Json reply = outcome ? outcome.value().members : refusalOf(outcome.problem());
    reply["ok"] = outcome.ok();
    if (textOf(reply, "transaction_id").empty()) reply.erase("transaction_id");
    if (!acting_as.empty()) reply["acting_as"] = acting_as;
    std::string text = writeJson(reply);
    if (!outcome || !outcome.value().records) return text;
    text.pop_back();  // the closing brace
    return text.append(",\"records\":").append(*outcome.value().records).append("}");
}

}  // namespace toolhost::servicenow
