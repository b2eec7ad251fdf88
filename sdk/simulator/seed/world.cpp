#include "simulator/seed/world.hpp"

#include <algorithm>

#include "simulator/embedded.hpp"
#include "simulator/journals.hpp"
#include "simulator/numbers.hpp"
#include "simulator/seed/copies.hpp"
#include "simulator/seed/seed.hpp"
#include "simulator/sys_id.hpp"

namespace toolhost::sim {

namespace {

using namespace std::chrono_literals;

void replaceAll(std::string& text, std::string_view mark, std::string_view value) {
    for (auto at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size())) {
        text.replace(at, mark.size(), value);
    }
}

const std::vector<std::string>& weekdays() {
    static const std::vector<std::string> kDays{
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"};
    return kDays;
}

}  // namespace

void seedRecords(Records& records, const SeedSettings& settings) {
    World world(records, settings.seed);
    seedOrganisation(world);
    seedEstate(world);
    seedKnowledge(world);
    seedProblems(world);
    seedChanges(world);
    seedRequests(world);
    // More than that are not worth the time it takes to invent them.
    constexpr long long kInventedMax = 20'000;
    const auto invented = std::min(settings.incidents, kInventedMax);
    seedIncidents(world, invented);
    world.storeNumbers();
    copyIncidents(records, invented, settings.incidents);
}

World::World(Records& records, std::uint64_t seed)
    : text(nlohmann::json::parse(embedded::kWorld)), random(seed), records_(records) {}

Seconds World::today() {
    using std::chrono::June;
    return std::chrono::sys_days(std::chrono::year(2026) / June / 30) + 17h;
}

Stamp World::founding() const {
    return {today() - 24h * 500, today() - 24h * 400};
}

std::string World::idOf(std::string_view table, std::string_view key) {
    return sysIdOf(table, key);
}

std::string World::add(std::string_view table,
                       const std::string& key,
                       Values values,
                       const Stamp& stamp) {
    const auto& type = records_.schema().table(table);
    Record record{&type, std::move(values)};
    for (const auto& [element, value] : type.defaults) {
        record.values.emplace(element, value);
    }
    // Some records have the id that the platform ships them with.
    if (record.sysId().empty()) record.set("sys_id", idOf(type.root(), key));
    record.set("sys_created_on", formatTimestamp(stamp.created));
    record.set("sys_created_by", stamp.created_by);
    record.set("sys_updated_on", formatTimestamp(stamp.updated));
    record.set("sys_updated_by", stamp.updated_by);
    record.set("sys_mod_count", std::to_string(stamp.updates));
    if (!type.isAlone()) record.set("sys_class_name", type.name);
    records_.insert(record);
    return record.sysId();
}

void World::addNote(std::string_view table, const std::string& element_id, const Note& note) {
    const auto key = element_id + "/" + note.element + "/" + formatTimestamp(note.on) + note.text;
    addJournalEntry(records_,
                    {std::string(table), note.element, element_id, note.text, note.by, note.on},
                    idOf("sys_journal_field", key));
}

std::string World::number(std::string_view prefix, long long n) {
    auto& used = numbers_.try_emplace(std::string(prefix)).first->second;
    used = std::max(used, n);
    return formatNumber(prefix, n);
}

void World::storeNumbers() {
    for (const auto& [prefix, used] : numbers_) {
        reserveNumbers(records_.session(), prefix, used);
    }
}

std::string World::phrase(const std::string& pattern, const std::string& host) {
    std::string out = pattern;
    const auto& place = text.at("locations").at(random.below(text.at("locations").size()));
    const auto& departments = text.at("departments");
    replaceAll(out, "{city}", place.at("city").get<std::string>());
    replaceAll(out, "{host}", host);
    replaceAll(out, "{n}", std::to_string(2 + random.below(40)));
    replaceAll(out, "{floor}", std::to_string(1 + random.below(9)));
    replaceAll(out, "{room}", std::to_string(100 + random.below(800)));
    replaceAll(out, "{code}", std::to_string(1000 + random.below(9000)));
    replaceAll(out,
               "{time}",
               std::to_string(7 + random.below(3)) + ":" + (random.chance(50) ? "30" : "00"));
    replaceAll(out, "{weekday}", random.pick(weekdays()));
    replaceAll(
        out, "{department}", departments.at(random.below(departments.size())).get<std::string>());
    return out;
}

std::string World::pickPhrase(const nlohmann::json& phrases, const std::string& host) {
    return phrase(phrases.at(random.below(phrases.size())).get<std::string>(), host);
}

}  // namespace toolhost::sim
