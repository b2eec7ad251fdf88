#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

class AccessRules : public InstanceFixture {};

TEST_F(AccessRules, KeepTheDictionaryFromUsersWithoutARole) {
    for (const auto* table : {"sys_dictionary", "sys_db_object", "sys_choice"}) {
        const auto reply = get(std::string("/api/now/table/") + table, "joe.employee");
        EXPECT_EQ(reply.status, 403) << table;
        EXPECT_EQ(complaint(reply), "User Not Authorized | Failed API level ACL Validation");
        EXPECT_EQ(get(std::string("/api/now/table/") + table, "beth.anglin").status, 200) << table;
    }
}

TEST_F(AccessRules, KeepTheDictionaryFromItilWhenTheRoleIsNeeded) {
    auto settings = smallInstance();
    settings.dictionary_readers = DictionaryReaders::RoleOnly;
    restart(settings);
    EXPECT_EQ(get("/api/now/table/sys_dictionary", "beth.anglin").status, 403);
    EXPECT_EQ(get("/api/now/table/sys_dictionary", "dictionary.reader").status, 200);
    EXPECT_EQ(get("/api/now/table/sys_dictionary", "admin").status, 200);
}

TEST_F(AccessRules, ShowAUserTheirOwnIncidentsOnly) {
    const auto mine = create("incident", {{"short_description", "mine"}}, "joe.employee");
    const auto other = create("incident", {{"short_description", "other"}});
    const auto id = [](const auto& record) {
        return record.at("sys_id").template get<std::string>();
    };
    EXPECT_EQ(get("/api/now/table/incident/" + id(mine), "joe.employee").status, 200);
    const auto hidden = get("/api/now/table/incident/" + id(other), "joe.employee");
    EXPECT_EQ(hidden.status, 404);
    EXPECT_EQ(hidden.body,
              get("/api/now/table/incident/ffffffffffffffffffffffffffffffff", "joe.employee").body);
    EXPECT_EQ(patch("incident", other, {{"urgency", "1"}}, "joe.employee").status, 404);
    EXPECT_EQ(patch("incident", mine, {{"urgency", "1"}}, "joe.employee").status, 200);
}

TEST_F(AccessRules, LetNobodyWithoutARoleWriteElsewhere) {
    const auto refused = send("POST", "/api/now/table/problem", "joe.employee", "{}");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(complaint(refused),
              "Operation Failed | ACL Exception Insert Failed due to security constraints");
    EXPECT_EQ(send("POST", "/api/now/table/sys_user", "beth.anglin", "{}").status, 403);
    const auto user = rows("sys_user", "user_name=abel.tuter").at(0);
    const auto update = patch("sys_user", user, {{"title", "King"}});
    EXPECT_EQ(complaint(update),
              "Operation Failed | ACL Exception Update Failed due to security constraints");
    EXPECT_EQ(patch("sys_user", user, {{"title", "King"}}, "christen.mitchell").status, 200);
    EXPECT_EQ(get("/api/now/table/cmdb_ci", "joe.employee").status, 403);
}

TEST_F(AccessRules, LetNobodyWriteTheDictionary) {
    const auto reply = send("POST", "/api/now/table/sys_dictionary", "admin", "{}");
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(complaint(reply).substr(0, 43), "Not simulated: writing to sys_dictionary | ");
    const auto row = rows("sys_choice", "").at(0);
    EXPECT_EQ(
        send("DELETE", "/api/now/table/sys_choice/" + row.at("sys_id").get<std::string>(), "admin")
            .status,
        403);
}

TEST_F(AccessRules, NeverShowPasswords) {
    const auto user = rows("sys_user", "user_name=admin").at(0);
    EXPECT_FALSE(user.contains("user_password"));
    EXPECT_EQ(
        rows("sys_user", "user_name=admin", "&sysparm_fields=user_password,manager.user_password")
            .at(0)
            .size(),
        0U);
}

TEST_F(AccessRules, LetANewUserSignInWithTheirPassword) {
    create("sys_user",
           {{"user_name", "new.hire"},
            {"first_name", "New"},
            {"last_name", "Hire"},
            {"user_password", "new.hire"}},
           "admin");
    EXPECT_EQ(get("/api/now/table/incident", "new.hire").status, 200);
    EXPECT_EQ(rows("sys_user", "name=New Hire").size(), 1U);
}

}  // namespace
}  // namespace toolhost::sim
