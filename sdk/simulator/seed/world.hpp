#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "simulator/records.hpp"
#include "simulator/seed/random.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// A seeded user, as tasks need them.
struct Person {
    std::string sys_id;
    std::string user_name;
    std::string department;  ///< its name
    std::string location;    ///< sys_id
};

/// A seeded configuration item.
struct Item {
    std::string sys_id;
    std::string name;
    std::string service;  ///< name of the service it carries, or empty
};

/// When and by whom a seeded record was made and last changed.
struct Stamp {
    Seconds created;
    Seconds updated;
    std::string created_by = "admin";
    std::string updated_by = "admin";
    int updates = 0;
};

/// A seeded journal entry.
struct Note {
    std::string element;  ///< work_notes or comments
    std::string text;
    std::string by;  ///< user_name
    Seconds on;
};

/// The company that is being seeded: what there is so far, and how to add to it.
class World {
public:
    /// `records` outlives the object.
    World(Records& records, std::uint64_t seed);

    /// Adds a record under the id that its key always gives; fills defaults; returns the id.
    std::string add(std::string_view table,
                    const std::string& key,
                    Values values,
                    const Stamp& stamp);
    /// A stamp long before any task.
    [[nodiscard]] Stamp founding() const;
    /// Replaces {city}, {host}, {n} and the like in a phrase.
    std::string phrase(const std::string& pattern, const std::string& host);
    /// One of the phrases of a JSON array.
    std::string pickPhrase(const nlohmann::json& phrases, const std::string& host);
    /// Id of a seeded record by its key.
    [[nodiscard]] static std::string idOf(std::string_view table, std::string_view key);

    /// Writes down how far the numbers of each prefix have been used.
    void storeNumbers();
    /// Notes a record's journal entry.
    void addNote(std::string_view table, const std::string& element_id, const Note& note);
    /// The number of the n-th seeded record of that prefix, from 1; later numbers are greater.
    std::string number(std::string_view prefix, long long n);

    /// The day before which everything happened.
    [[nodiscard]] static Seconds today();

    nlohmann::json text;  ///< world.json
    Random random;
    std::vector<Person> people;  ///< who may report something
    std::vector<Item> servers;
    std::vector<Item> laptops;
    std::map<std::string, std::vector<Person>> agents;       ///< members by group name
    std::map<std::string, std::vector<Item>> service_hosts;  ///< servers by the service they carry

private:
    Records& records_;
    std::map<std::string, long long, std::less<>> numbers_;  // used, by prefix
};

// The steps of seeding, in order.
void seedOrganisation(World& world);  ///< companies, departments, locations, roles, groups, users
void seedEstate(World& world);        ///< services, servers, laptops, their relations
void seedKnowledge(World& world);
void seedProblems(World& world);
void seedChanges(World& world);
void seedRequests(World& world);
void seedIncidents(World& world, long long count);

}  // namespace toolhost::sim
