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

TEST_F(AccessRules, LeaveOutFieldsThatTheCallerMayNotRead) {
    const auto mine = create(
        "incident", {{"short_description", "mine"}, {"work_notes", "ignored"}}, "joe.employee");
    EXPECT_FALSE(mine.contains("work_notes"));
    EXPECT_TRUE(mine.contains("comments"));
    const auto id = mine.at("sys_id").get<std::string>();
    EXPECT_EQ(result("/api/now/table/incident/" + id +
                         "?sysparm_fields=number,work_notes,opened_by.locked_out",
                     "joe.employee")
                  .size(),
              1U);
    EXPECT_TRUE(result("/api/now/table/incident/" + id).contains("work_notes"));
    EXPECT_EQ(count("sys_journal_field", "element_id=" + id), 0) << "nor may they write it";
}

TEST_F(AccessRules, IgnoreFieldsThatTheCallerMayNotWrite) {
    const auto mine = create("incident", {{"short_description", "mine"}}, "joe.employee");
    const auto reply = patch(
        "incident", mine, {{"state", "2"}, {"short_description", "still mine"}}, "joe.employee");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(bodyOf(reply).at("result").at("state"), "1");
    EXPECT_EQ(bodyOf(reply).at("result").at("short_description"), "still mine");
    EXPECT_EQ(bodyOf(reply).at("result").at("sys_mod_count"), "1");
}

TEST_F(AccessRules, RefuseQueriesByFieldsThatTheCallerMayNotRead) {
    const char* const queries[] = {"locked_out=true", "ORDERBYlocked_out", "manager.locked_out=1"};
    for (const auto* query : queries) {
        const auto reply =
            get("/api/now/table/sys_user?sysparm_query=" + percentEncoded(query), "joe.employee");
        EXPECT_EQ(reply.status, 403) << query;
        EXPECT_EQ(complaint(reply),
                  "Insufficient rights to query records | Field(s) present in the query do not "
                  "have permission to be read");
        EXPECT_EQ(get("/api/now/table/sys_user?sysparm_query=" + percentEncoded(query),
                      "christen.mitchell")
                      .status,
                  200);
    }
}

TEST_F(AccessRules, CutThePageBeforeTheRowsThatAreHidden) {
    const auto drafts = count("kb_knowledge", "workflow_state=draft");
    ASSERT_GT(drafts, 0);
    const auto reply = get("/api/now/table/kb_knowledge?sysparm_query=workflow_state=draft");
    EXPECT_EQ(bodyOf(reply).at("result").size(), 0U);
    EXPECT_EQ(header(reply, "X-Total-Count"), std::to_string(drafts));
    EXPECT_EQ(result("/api/now/table/kb_knowledge?sysparm_query=workflow_state=draft",
                     "knowledge.manager")
                  .size(),
              static_cast<std::size_t>(drafts));
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
