#include <cstdio>

#include "simulator/seed/world.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

constexpr int kServersPerRole = 8;
constexpr int kLaptops = 120;

std::string padded(int number, const char* format) {
    char out[32];
    std::snprintf(out, sizeof out, format, number);
    return out;
}

std::string anyLocation(World& world) {
    const auto& places = world.text.at("locations");
    const auto& place = places.at(world.random.below(places.size()));
    return World::idOf("cmn_location", place.at("name").get<std::string>());
}

void seedServices(World& world) {
    for (const auto& service : world.text.at("services")) {
        const auto name = service.at("name").get<std::string>();
        world.add("cmdb_ci_service",
                  name,
                  {{"name", name},
                   {"short_description", name + " as users know it"},
                   {"busines_criticality", service.at("criticality").get<std::string>()},
                   {"environment", "production"}},
                  world.founding());
    }
}

void seedRelationTypes(World& world) {
    world.add("cmdb_rel_type",
              "Depends on::Used by",
              {{"name", "Depends on::Used by"},
               {"parent_descriptor", "Depends on"},
               {"child_descriptor", "Used by"}},
              world.founding());
}

void relate(World& world, const std::string& service, const Item& server) {
    world.add("cmdb_rel_ci",
              service + "/" + server.name,
              {{"parent", World::idOf("cmdb_ci", service)},
               {"child", server.sys_id},
               {"type", World::idOf("cmdb_rel_type", "Depends on::Used by")}},
              world.founding());
}

void seedServer(World& world, const json& role, int n) {
    const auto name = role.at("prefix").get<std::string>() + padded(n, "%02d");
    const auto service = role.at("service").get<std::string>();
    const auto group = role.at("group").get<std::string>();
    const bool production = n <= kServersPerRole - 2;
    const auto id = world.add(
        "cmdb_ci_server",
        name,
        {{"name", name},
         {"short_description", service + (production ? " server" : " server, test")},
         {"fqdn", name + ".example.com"},
         {"ip_address",
          "10.20." + std::to_string(world.random.below(250)) + "." + std::to_string(n + 10)},
         {"os", role.at("os").get<std::string>()},
         {"cpu_count", std::to_string(2 << world.random.below(4))},
         {"ram", std::to_string(16'384 << world.random.below(4))},
         {"disk_space", std::to_string(200 + 100 * world.random.below(20))},
         {"serial_number", "SRV" + std::to_string(100'000 + world.random.below(900'000))},
         {"form_factor", "Rack"},
         {"environment", production ? "production" : "test"},
         {"used_for", production ? "Production" : "Test"},
         {"support_group", World::idOf("sys_user_group", group)},
         {"location", anyLocation(world)},
         {"discovery_source", "ServiceNow"}},
        world.founding());
    world.servers.push_back({id, name, service});
    world.service_hosts[service].push_back(world.servers.back());
    if (production) relate(world, service, world.servers.back());
}

void seedLaptop(World& world, int n) {
    const auto& models = world.text.at("laptops");
    const auto& model = models.at(world.random.below(models.size()));
    const auto& owner = world.random.pick(world.people);
    const auto name = padded(n, "LT-%04d");
    const auto id = world.add(
        "cmdb_ci_computer",
        name,
        {{"name", name},
         {"short_description", model.at("model").get<std::string>()},
         {"asset_tag", padded(n, "P1%05d")},
         {"serial_number", "LTP" + std::to_string(100'000 + world.random.below(900'000))},
         {"manufacturer", World::idOf("core_company", model.at("manufacturer").get<std::string>())},
         {"assigned_to", owner.sys_id},
         {"location", owner.location},
         {"department", World::idOf("cmn_department", owner.department)},
         {"os", "Windows 11"},
         {"ram", std::to_string(8'192 << world.random.below(3))},
         {"form_factor", "Laptop"},
         {"install_status", world.random.chance(8) ? "7" : "1"}},
        world.founding());
    world.laptops.push_back({id, name, {}});
}

}  // namespace

void seedEstate(World& world) {
    seedServices(world);
    seedRelationTypes(world);
    for (const auto& role : world.text.at("server_roles")) {
        for (int n = 1; n <= kServersPerRole; ++n) {
            seedServer(world, role, n);
        }
    }
    for (int n = 1; n <= kLaptops; ++n) {
        seedLaptop(world, n);
    }
}

}  // namespace toolhost::sim
