#include <algorithm>
#include <array>

#include "simulator/seed/world.hpp"
#include "simulator/write/priority.hpp"

namespace toolhost::sim {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr long long kProblems = 60;
constexpr long long kChanges = 80;
constexpr long long kRequests = 40;

/// Evenly spread over half a year, in working hours.
Seconds momentOf(World& world, long long n, long long count) {
    const auto start = World::today() - std::chrono::days(180);
    const auto day =
        std::chrono::floor<std::chrono::days>(start + std::chrono::days(175) * n / count);
    return day + 8h + std::chrono::minutes(world.random.below(8UL * 60));
}

/// The first ones are finished, the last ones not yet.
template <std::size_t N>
const char* stateFor(const std::array<const char*, N>& states, long long n, long long count) {
    const auto last_open = static_cast<long long>(N) - 1;
    const auto open_from = count - last_open * 4;
    if (n <= open_from) return states.back();
    return states[static_cast<std::size_t>(last_open - 1 - (n - open_from - 1) / 4)];
}

Values commonValues(World& world,
                    const std::string& number,
                    const std::string& group,
                    Seconds opened) {
    const auto& agent = world.random.pick(world.agents.at(group));
    return {{"number", number},
            {"task_effective_number", number},
            {"assignment_group", World::idOf("sys_user_group", group)},
            {"assigned_to", agent.sys_id},
            {"opened_by", agent.sys_id},
            {"opened_at", formatTimestamp(opened)}};
}

void finish(Values& values, Seconds when, const std::string& notes) {
    values["active"] = "false";
    values["closed_at"] = formatTimestamp(when);
    values["closed_by"] = values["assigned_to"];
    values["close_notes"] = notes;
}

void seedProblem(World& world, long long n) {
    constexpr std::array<const char*, 6> kStates{"101", "102", "103", "104", "106", "107"};
    const auto& pattern =
        world.text.at("problems").at(world.random.below(world.text.at("problems").size()));
    const auto opened = momentOf(world, n, kProblems);
    const auto number = world.number("PRB", n);
    auto values = commonValues(world, number, pattern.at("group").get<std::string>(), opened);
    const std::string impact = world.random.chance(30) ? "1" : "2";
    values["short_description"] = pattern.at("short").get<std::string>();
    values["category"] = pattern.at("category").get<std::string>();
    values["workaround"] = pattern.at("workaround").get<std::string>();
    values["impact"] = impact;
    values["urgency"] = "2";
    values["priority"] = priorityOf(impact, "2");
    values["cmdb_ci"] = world.random.pick(world.servers).sys_id;
    values["state"] = values["problem_state"] = stateFor(kStates, n, kProblems);
    values["known_error"] = world.random.chance(40) ? "true" : "false";
    if (values["state"] >= "104") {
        values["cause_notes"] = pattern.at("cause").get<std::string>();
        values["fix_notes"] = pattern.at("fix").get<std::string>();
    }
    const auto ended = std::min<Seconds>(opened + 24h * 12, World::today());
    if (values["state"] == "107") finish(values, ended, pattern.at("fix").get<std::string>());
    world.add(
        "problem", number, std::move(values), {opened, ended, "don.goodliffe", "don.goodliffe", 4});
}

void addSchedule(Values& values, Seconds start) {
    values["start_date"] = formatTimestamp(start);
    values["end_date"] = formatTimestamp(start + 3h);
    values["work_start"] = values["active"] == "false" ? values["start_date"] : "";
    values["work_end"] = values["active"] == "false" ? values["end_date"] : "";
}

void seedChangeTask(World& world, const std::string& change, const Values& parent, long long n) {
    constexpr std::array<const char*, 2> kTypes{"implementation", "testing"};
    const bool closed = parent.at("state") == "3";
    const auto number = world.number("CTASK", n);
    world.add("change_task",
              number,
              {{"number", number},
               {"short_description", n % 2 == 0 ? "Implement the plan" : "Test and report"},
               {"change_request", change},
               {"parent", change},
               {"change_task_type", kTypes[static_cast<std::size_t>(n % 2)]},
               {"assignment_group", parent.at("assignment_group")},
               {"state", closed ? "3" : "1"},
               {"active", closed ? "false" : "true"}},
              world.founding());
}

void seedChange(World& world, long long n) {
    constexpr std::array<const char*, 7> kStates{"-5", "-4", "-3", "-2", "-1", "0", "3"};
    const auto& pattern =
        world.text.at("changes").at(world.random.below(world.text.at("changes").size()));
    const auto& server = world.random.pick(world.servers);
    const auto opened = momentOf(world, n, kChanges);
    const auto number = world.number("CHG", n);
    auto values = commonValues(world, number, pattern.at("group").get<std::string>(), opened);
    values["short_description"] = world.phrase(pattern.at("short").get<std::string>(), server.name);
    values["category"] = pattern.at("category").get<std::string>();
    values["type"] = pattern.at("type").get<std::string>();
    values["implementation_plan"] = pattern.at("plan").get<std::string>();
    values["backout_plan"] = pattern.at("backout").get<std::string>();
    values["risk"] = world.random.chance(20) ? "2" : world.random.chance(50) ? "3" : "4";
    values["requested_by"] = world.random.pick(world.people).sys_id;
    values["cmdb_ci"] = server.sys_id;
    values["state"] = stateFor(kStates, n, kChanges);
    values["approval"] =
        values["state"] >= "-2" || values["type"] == "standard" ? "approved" : "requested";
    if (values["state"] == "3") {
        values["close_code"] = world.random.chance(85) ? "successful" : "successful_issues";
        finish(values, opened + 24h * 9, "Done as planned.");
    }
    addSchedule(values, opened + 24h * 8);
    const auto stored = values;
    const auto id = world.add(
        "change_request",
        number,
        std::move(values),
        {opened, std::min<Seconds>(opened + 24h * 9, World::today()), "david.loo", "david.loo", 5});
    seedChangeTask(world, id, stored, n * 2 - 1);
    seedChangeTask(world, id, stored, n * 2);
}

void seedRequest(World& world, long long n) {
    const auto& items = world.text.at("items");
    const auto& person = world.random.pick(world.people);
    const auto opened = momentOf(world, n, kRequests);
    const auto item = items.at(world.random.below(items.size())).get<std::string>();
    const Stamp stamp{opened, opened + 24h, person.user_name, "itil", 1};
    auto request = commonValues(world, world.number("REQ", n), "Service Desk", opened);
    request["short_description"] = item;
    request["requested_for"] = request["opened_by"] = person.sys_id;
    request["request_state"] = "in_process";
    request["approval"] = "approved";
    const auto request_id = world.add("sc_request", request.at("number"), request, stamp);
    auto ritm = commonValues(world, world.number("RITM", n), "Service Desk", opened);
    ritm["short_description"] = item;
    ritm["request"] = ritm["parent"] = request_id;
    ritm["requested_for"] = ritm["opened_by"] = person.sys_id;
    ritm["stage"] = "fulfillment";
    const auto ritm_id = world.add("sc_req_item", ritm.at("number"), ritm, stamp);
    auto task = commonValues(world, world.number("SCTASK", n), "Hardware", opened);
    task["short_description"] = "Prepare and hand over: " + item;
    task["request"] = request_id;
    task["request_item"] = task["parent"] = ritm_id;
    world.add("sc_task", task.at("number"), task, stamp);
}

}  // namespace

void seedProblems(World& world) {
    for (long long n = 1; n <= kProblems; ++n) {
        seedProblem(world, n);
    }
}

void seedChanges(World& world) {
    for (long long n = 1; n <= kChanges; ++n) {
        seedChange(world, n);
    }
}

void seedRequests(World& world) {
    for (long long n = 1; n <= kRequests; ++n) {
        seedRequest(world, n);
    }
}

}  // namespace toolhost::sim
