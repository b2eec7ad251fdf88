#include "servicenow/reply.hpp"

#include <nlohmann/json.hpp>

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
    Json reply = {{"ok", false}, {"error", errorOf(problem)}};
    if (!problem.transaction_id.empty()) reply["transaction_id"] = problem.transaction_id;
    return reply;
}

}  // namespace

std::string replyText(const Outcome<Json>& outcome) {
    if (!outcome) return writeJson(refusalOf(outcome.problem()));
    Json reply = outcome.value();
    reply["ok"] = true;
    if (textOf(reply, "transaction_id").empty()) reply.erase("transaction_id");
    return writeJson(reply);
}

}  // namespace toolhost::servicenow
