#include <algorithm>
#include <array>

#include "simulator/seed/world.hpp"
#include "simulator/text.hpp"
#include "simulator/write/priority.hpp"

namespace toolhost::sim {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto kSpan = std::chrono::days(180);
constexpr long long kProblems = 60;

enum class Stage { New, InProgress, OnHold, Resolved, Closed, Canceled };

/// One incident while it is being made up.
struct Story {
    const json* topic;
    Stage stage;
    Seconds opened;
    Seconds changed;
    Person caller;
    Person agent;
    Item item;
    std::string impact;
    std::string urgency;
};

const char* stateOf(Stage stage) {
    switch (stage) {
        case Stage::New:
            return "1";
        case Stage::InProgress:
            return "2";
        case Stage::OnHold:
            return "3";
        case Stage::Resolved:
            return "6";
        case Stage::Closed:
            return "7";
        case Stage::Canceled:
            return "8";
    }
    return "1";
}

/// How many of a hundred incidents of an age are at each stage.
struct Shares {
    std::chrono::days older_than;
    std::array<std::size_t, 6> percent;  // in the order of Stage
};

// Old incidents are closed, the last days' are mostly open.
constexpr std::array kShares{
    Shares{std::chrono::days(21), {0, 2, 2, 0, 92, 4}},
    Shares{std::chrono::days(5), {5, 25, 12, 30, 26, 2}},
    Shares{std::chrono::days(-1), {45, 35, 10, 10, 0, 0}},
};

Stage pickStage(World& world, Seconds opened) {
    const auto shares = std::find_if(kShares.begin(), kShares.end(), [&](const Shares& entry) {
        return World::today() - opened > entry.older_than;
    });
    auto dice = world.random.below(100);
    std::size_t stage = 0;
    while (dice >= shares->percent[stage]) {
        dice -= shares->percent[stage++];
    }
    return static_cast<Stage>(stage);
}

std::string pickLevel(World& world) {
    const auto dice = world.random.below(100);
    return dice < 10 ? "1" : dice < 40 ? "2" : "3";
}

/// A server of the topic's service, or a laptop when the topic is about one.
Item pickItem(World& world, const json& topic) {
    if (topic.value("ci", "") == "laptop") return world.random.pick(world.laptops);
    const auto fitting = world.service_hosts.find(topic.at("service").get<std::string>());
    return world.random.pick(fitting == world.service_hosts.end() ? world.servers
                                                                  : fitting->second);
}

/// Opening times rise with the number and keep to working hours.
Seconds openedAt(World& world, long long n, long long count) {
    const auto start = World::today() - kSpan;
    const auto day = std::chrono::floor<std::chrono::days>(start + kSpan * (n - 1) / count);
    const auto opened = day + 7h + std::chrono::minutes(world.random.below(10UL * 60));
    return std::min<Seconds>(opened, World::today() - 1h);
}

Story makeStory(World& world, long long n, long long count) {
    const auto& topics = world.text.at("topics");
    const auto& topic = topics.at(world.random.below(topics.size()));
    const auto opened = openedAt(world, n, count);
    const auto worked = std::chrono::minutes(20 + static_cast<long>(world.random.below(4'000)));
    return {&topic,
            pickStage(world, opened),
            opened,
            std::min<Seconds>(opened + worked, World::today()),
            world.random.pick(world.people),
            world.random.pick(world.agents.at(topic.at("group").get<std::string>())),
            pickItem(world, topic),
            pickLevel(world),
            pickLevel(world)};
}

void addResolution(World& world, const Story& story, Values& values) {
    if (story.stage != Stage::Resolved && story.stage != Stage::Closed) return;
    values["close_code"] = story.topic->at("code").get<std::string>();
    values["close_notes"] = world.pickPhrase(story.topic->at("close"), story.item.name);
    values["resolved_at"] = formatTimestamp(story.changed);
    values["resolved_by"] = story.agent.sys_id;
    if (values["close_code"] != "Resolved by problem") return;
    const auto problem = 1 + static_cast<long long>(world.random.below(kProblems));
    values["problem_id"] = World::idOf("task", world.number("PRB", problem));
}

void addEnding(const Story& story, Values& values) {
    if (story.stage == Stage::OnHold) values["hold_reason"] = "1";
    if (story.stage != Stage::Closed && story.stage != Stage::Canceled) return;
    values["active"] = "false";
    values["closed_at"] = formatTimestamp(story.changed);
    values["closed_by"] = story.agent.sys_id;
}

Values incidentValues(World& world, const Story& story, const std::string& number) {
    const auto& topic = *story.topic;
    const auto service = topic.at("service").get<std::string>();
    static const std::vector<std::string> kChannels{
        "phone", "email", "self-service", "chat", "walk-in"};
    return {
        {"number", number},
        {"task_effective_number", number},
        {"short_description", world.pickPhrase(topic.at("short"), story.item.name)},
        {"description", world.pickPhrase(topic.at("description"), story.item.name)},
        {"category", topic.at("category").get<std::string>()},
        {"subcategory", topic.at("subcategory").get<std::string>()},
        {"state", stateOf(story.stage)},
        {"incident_state", stateOf(story.stage)},
        {"impact", story.impact},
        {"urgency", story.urgency},
        {"priority", priorityOf(story.impact, story.urgency)},
        {"severity", story.impact},
        {"caller_id", story.caller.sys_id},
        {"opened_by", world.random.chance(50) ? story.caller.sys_id : story.agent.sys_id},
        {"opened_at", formatTimestamp(story.opened)},
        {"location", story.caller.location},
        {"company", World::idOf("core_company", "Aldermoor Group")},
        {"contact_type", world.random.pick(kChannels)},
        {"assignment_group", World::idOf("sys_user_group", topic.at("group").get<std::string>())},
        {"assigned_to", story.stage == Stage::New ? "" : story.agent.sys_id},
        {"cmdb_ci", story.item.sys_id},
        {"business_service", service.empty() ? "" : World::idOf("cmdb_ci", service)},
        {"made_sla", world.random.chance(85) ? "true" : "false"},
        {"reassignment_count", std::to_string(world.random.below(3))}};
}

void addNotes(World& world, const Story& story, const std::string& id) {
    if (story.stage == Stage::New || world.random.chance(30)) return;
    const auto worked = story.changed - story.opened;
    world.addNote("incident",
                  id,
                  {"work_notes",
                   world.pickPhrase(story.topic->at("notes"), story.item.name),
                   story.agent.user_name,
                   story.opened + worked / 3});
    if (!world.random.chance(40)) return;
    world.addNote(
        "incident",
        id,
        {"comments",
         "Thank you for reporting this. We are looking into it and will come back to you.",
         story.agent.user_name,
         story.opened + worked / 4});
}

void seedIncident(World& world, long long n, long long count) {
    const auto story = makeStory(world, n, count);
    const auto number = world.number("INC", n);
    auto values = incidentValues(world, story, number);
    addResolution(world, story, values);
    addEnding(story, values);
    const int updates = story.stage == Stage::New ? 0 : 2 + static_cast<int>(world.random.below(5));
    const auto id = world.add("incident",
                              number,
                              std::move(values),
                              {story.opened,
                               updates == 0 ? story.opened : story.changed,
                               story.caller.user_name,
                               updates == 0 ? story.caller.user_name : story.agent.user_name,
                               updates});
    addNotes(world, story, id);
}

}  // namespace

void seedIncidents(World& world, long long count) {
    for (long long n = 1; n <= count; ++n) {
        seedIncident(world, n, count);
    }
}

}  // namespace toolhost::sim
