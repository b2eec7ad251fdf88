#include <array>

#include "simulator/auth/password.hpp"
#include "simulator/properties.hpp"
#include "simulator/seed/world.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

// How many invented users join the named ones.
constexpr std::size_t kFurtherUsers = 44;

std::string yesNo(bool value) {
    return value ? "true" : "false";
}

void seedCompanies(World& world) {
    for (const auto& company : world.text.at("companies")) {
        const auto name = company.at("name").get<std::string>();
        Values values{{"name", name},
                      {"city", company.at("city").get<std::string>()},
                      {"country", company.at("country").get<std::string>()}};
        for (const auto& role : company.at("roles")) {
            values[role.get<std::string>()] = "true";
        }
        world.add("core_company", name, std::move(values), world.founding());
    }
}

void seedDepartments(World& world) {
    int id = 0;
    for (const auto& name : world.text.at("departments")) {
        world.add("cmn_department",
                  name.get<std::string>(),
                  {{"name", name.get<std::string>()}, {"id", std::to_string(1'000 + ++id)}},
                  world.founding());
    }
}

void seedLocations(World& world) {
    for (const auto& place : world.text.at("locations")) {
        const auto name = place.at("name").get<std::string>();
        Values values{{"full_name", name}};
        for (const auto& [element, value] : place.items()) {
            values[element] = value.get<std::string>();
        }
        world.add("cmn_location", name, std::move(values), world.founding());
    }
}

void seedRoles(World& world) {
    for (const auto& role : world.text.at("roles")) {
        const auto name = role.at("name").get<std::string>();
        world.add("sys_user_role",
                  name,
                  {{"name", name}, {"description", role.at("description").get<std::string>()}},
                  world.founding());
    }
}

void grantRole(World& world, const Person& person, const std::string& role) {
    world.add("sys_user_has_role",
              person.user_name + "/" + role,
              {{"user", person.sys_id}, {"role", World::idOf("sys_user_role", role)}},
              world.founding());
}

Values userValues(const json& user, const std::string& location) {
    const auto user_name = user.at("user_name").get<std::string>();
    const auto first = user.at("first").get<std::string>();
    const auto last = user.at("last").get<std::string>();
    const auto department = user.at("department").get<std::string>();
    return {{"user_name", user_name},
            {"first_name", first},
            {"last_name", last},
            {"name", first + " " + last},
            {"email", user_name + "@example.com"},
            {"title", user.at("title").get<std::string>()},
            {"department", World::idOf("cmn_department", department)},
            {"company", World::idOf("core_company", "Aldermoor Group")},
            {"location", World::idOf("cmn_location", location)},
            {"active", yesNo(user.value("active", true))},
            {"locked_out", yesNo(user.value("locked", false))},
            {"vip", yesNo(user.value("vip", false))},
            {"web_service_access_only", yesNo(user.value("service", false))},
            {"user_password", hashPassword(user_name)}};
}

void seedUser(World& world, const json& user) {
    const auto& places = world.text.at("locations");
    const auto location =
        places.at(world.random.below(places.size())).at("name").get<std::string>();
    auto values = userValues(user, location);
    const auto user_name = values.at("user_name");
    const auto number = std::to_string(10'000 + world.random.below(90'000));
    values["employee_number"] = number;
    values["phone"] = "+1 555 0" + number;
    const auto id = world.add("sys_user", user_name, std::move(values), world.founding());
    const Person person{id,
                        user_name,
                        user.at("department").get<std::string>(),
                        World::idOf("cmn_location", location)};
    for (const auto& role : user.at("roles")) {
        grantRole(world, person, role.get<std::string>());
    }
    const bool reports = user.value("active", true) && !user.value("locked", false) &&
                         !user.value("service", false) && user_name != "admin";
    if (reports) world.people.push_back(person);
}

json inventedUser(World& world, std::size_t n) {
    const auto& first_names = world.text.at("first_names");
    const auto& last_names = world.text.at("last_names");
    const auto& titles = world.text.at("titles");
    const auto& departments = world.text.at("departments");
    const auto first = first_names.at(n % first_names.size()).get<std::string>();
    const auto last = last_names.at((n * 7 + n / 26) % last_names.size()).get<std::string>();
    // User names are ASCII; names need not be.
    const auto plain = [](const std::string& name) {
        std::string out;
        for (const char c : lower(name)) {
            if (c >= 'a' && c <= 'z') out += c;
        }
        return out;
    };
    return {{"user_name", plain(first) + "." + plain(last)},
            {"first", first},
            {"last", last},
            {"title", titles.at(world.random.below(titles.size()))},
            {"department", departments.at(n % departments.size())},
            {"roles", json::array()}};
}

void seedUsers(World& world) {
    for (const auto& user : world.text.at("people")) {
        seedUser(world, user);
    }
    for (std::size_t n = 0; n < kFurtherUsers; ++n) {
        seedUser(world, inventedUser(world, n));
    }
}

void seedGroup(World& world, const json& group) {
    const auto name = group.at("name").get<std::string>();
    const auto first = group.at("members").at(0).get<std::string>();
    world.add("sys_user_group",
              name,
              {{"name", name},
               {"description", group.at("description").get<std::string>()},
               {"manager", World::idOf("sys_user", first)}},
              world.founding());
    for (const auto& member : group.at("members")) {
        const auto user_name = member.get<std::string>();
        const auto user = World::idOf("sys_user", user_name);
        world.add("sys_user_grmember",
                  join({name, user_name}, "/"),
                  {{"user", user}, {"group", World::idOf("sys_user_group", name)}},
                  world.founding());
        world.agents[name].push_back({user, user_name, "IT", {}});
    }
}

void seedProperties(World& world) {
    const Values facts{{"glide.buildname", "Simulated"}, {"instance_name", "toolhost-sim"}};
    for (const auto& [name, value] : facts) {
        world.add("sys_properties", name, {{"name", name}, {"value", value}}, world.founding());
    }
    for (const auto& known : knownProperties()) {
        world.add("sys_properties",
                  std::string(known.name),
                  {{"name", std::string(known.name)},
                   {"value", std::string(known.value)},
                   {"type", std::string(known.type)},
                   {"description", std::string(known.description)}},
                  world.founding());
    }
}

/// The dynamic filters that every instance has, under their well-known ids.
void seedDynamicFilters(World& world) {
    struct Filter {
        const char* sys_id;
        const char* label;
        const char* script;
        const char* table;
    };
    constexpr std::array kFilters{
        Filter{"90d1921e5f510100a9ad2572f2b477fe", "Me", "gs.getUserID()", "sys_user"},
        Filter{"d6435e965f510100a9ad2572f2b477fe",
               "One of My Groups",
               "gs.getUser().getMyGroups()",
               "sys_user_group"},
    };
    for (const auto& filter : kFilters) {
        world.add("sys_filter_option_dynamic",
                  filter.label,
                  {{"sys_id", filter.sys_id},
                   {"label", filter.label},
                   {"script", filter.script},
                   {"field_type", "reference"},
                   {"table", filter.table}},
                  world.founding());
    }
}

}  // namespace

void seedOrganisation(World& world) {
    seedCompanies(world);
    seedDepartments(world);
    seedLocations(world);
    seedRoles(world);
    seedUsers(world);
    for (const auto& group : world.text.at("groups")) {
        seedGroup(world, group);
    }
    seedProperties(world);
    seedDynamicFilters(world);
}

}  // namespace toolhost::sim
