#include "loader/services/sql_service.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "loader/host_call.hpp"
#include "loader/services/sql_values.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using store::GuestFault;
using store::GuestRows;
using Type = Member::Type;

/// From being asked to being done, the wait for earlier ones included.
constexpr std::chrono::seconds kTimeMax{5};

store::GuestTime timeOf(const Question& question, base::SteadyTime now) {
    if (question.call() == nullptr) return {.until = now + kTimeMax, .stop = {}};
    const auto& invocation = question.call()->invocation();
    return {.until = std::min<base::SteadyTime>(now + kTimeMax, invocation.deadline),
            .stop = invocation.cancelled};
}

Refusal refusalOf(const GuestFault& fault) {
    using Kind = GuestFault::Kind;
    switch (fault.kind) {
        case Kind::Statement:
            return {TOOLHOST_E_ARGUMENT, "statement", fault.what};
        case Kind::Constraint:
            return {TOOLHOST_E_STATE, "constraint", fault.what};
        case Kind::Denied:
            return {TOOLHOST_E_DENIED, "denied", fault.what};
        case Kind::Full:
            return {TOOLHOST_E_LIMIT,
                    "quota",
                    fault.what + "; delete some, or have sql.bytes_max raised"};
        case Kind::Stopped:
            return {TOOLHOST_E_LIMIT, "stopped", fault.what};
        case Kind::Storage:
            break;
    }
    return {TOOLHOST_E_FAILED, "unavailable", fault.what};
}

json toldOne(const std::vector<GuestRows>& results) {
    return jsonOf(results.front());
}

json toldAll(const std::vector<GuestRows>& results) {
    json all = json::array();
    for (const auto& result : results) {
        all.push_back(jsonOf(result));
    }
    return {{"results", std::move(all)}};
}

}  // namespace

SqlService::SqlService(SqlFiles& files, SqlOwner owner, const base::Clock& clock)
    : files_(files),
      owner_(std::move(owner)),
      clock_(clock),
      operations_{{"run",
                   {{"sql", Type::Text, Member::Presence::Required}, {"parameters", Type::List}},
                   [this](const auto& question) { runOne(question); }},
                  {"transaction",
                   {{"statements", Type::List, Member::Presence::Required}},
                   [this](const auto& question) { transact(question); }}} {}

void SqlService::runOne(const Question& question) const {
    auto statement = readStatement(question.json());
    if (!statement.ok()) return question.refuseArgument(statement.error().what);
    offer(question, {std::move(statement).value()}, toldOne);
}

void SqlService::transact(const Question& question) const {
    auto statements = readStatements(question.json()["statements"]);
    if (!statements.ok()) return question.refuseArgument(statements.error().what);
    offer(question, std::move(statements).value(), toldAll);
}

void SqlService::offer(const Question& question,
                       std::vector<store::GuestStatement> statements,
                       json (*told)(const std::vector<GuestRows>&)) const {
    const auto& replied = question.replied();
    const auto file = files_.of(owner_);
    if (!file.ok()) return refuse(replied, {TOOLHOST_E_FAILED, "unavailable", file.error().what});
    const bool is_taken =
        file.value()->offer({.statements = std::move(statements),
                             .time = timeOf(question, clock_.steady()),
                             .done = [told, replied](const store::GuestDatabase::Outcome& outcome) {
                                 if (const auto* fault = std::get_if<GuestFault>(&outcome)) {
                                     return refuse(replied, refusalOf(*fault));
                                 }
                                 reply(replied, told(std::get<std::vector<GuestRows>>(outcome)));
                             }});
    if (!is_taken) {
        refuse(replied, {TOOLHOST_E_LIMIT, "busy", "too many statements wait; try again later"});
    }
}

}  // namespace toolhost::loader
