#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class TableApi : public InstanceFixture {};

TEST_F(TableApi, RefusesInThePlatformsWords) {
    const auto id = rows("incident", "number=INC0000001").at(0).at("sys_id").get<std::string>();
    struct Case {
        const char* method;
        std::string target;
        int status;
        const char* complaint;
    };
    const Case cases[] = {
        {"GET", "/api/now/table/nosuch", 400, "Invalid table nosuch | null"},
        {"GET",
         "/api/now/nosuch/x",
         400,
         "Requested URI does not represent any resource | /api/now/nosuch/x"},
        {"GET", "/api/other", 400, "Requested URI does not represent any resource | /api/other"},
        {"GET",
         "/api/now/table/incident/ffffffffffffffffffffffffffffffff",
         404,
         "No Record found | Record doesn't exist or ACL restricts the record retrieval"},
        {"DELETE",
         "/api/now/table/incident/" + id,
         403,
         "Operation Failed | ACL Exception Delete Failed due to security constraints"},
        {"DELETE", "/api/now/table/incident", 405, "Method not supported | null"},
        {"POST", "/api/now/table/incident/" + id, 405, "Method not supported | null"},
        {"GET",
         "/api/now/table/sys_journal_field",
         403,
         "User Not Authorized | Failed API level ACL Validation"},
    };
    for (const auto& entry : cases) {
        const auto reply = send(entry.method, entry.target);
        EXPECT_EQ(reply.status, entry.status) << entry.target;
        EXPECT_EQ(complaint(reply), entry.complaint);
        EXPECT_EQ(bodyOf(reply).at("status"), "failure");
    }
}

TEST_F(TableApi, NamesTheInterfacesItDoesNotHave) {
    const auto reply = get("/api/now/email");
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(complaint(reply).substr(0, 28), "Not simulated: the API email");
}

TEST_F(TableApi, AsksForSignInWhenCredentialsAreMissingOrWrong) {
    for (const auto* authorization :
         {"", "Basic", "Basic !!", "Basic YWRtaW46d3Jvbmc=", "Bearer nothing", "Digest a"}) {
        auto request = requestTo("GET", "/api/now/table/incident");
        request.authorization = authorization;
        const auto reply = sendRequest(request);
        EXPECT_EQ(reply.status, 401) << authorization;
        EXPECT_EQ(header(reply, "WWW-Authenticate"), "BASIC realm=\"Service-now\"");
        EXPECT_EQ(complaint(reply),
                  "User Not Authenticated | Required to provide Auth information");
    }
}

TEST_F(TableApi, LetsNeitherInactiveNorLockedUsersIn) {
    EXPECT_EQ(get("/api/now/table/sys_user", "old.leaver").status, 401);
    EXPECT_EQ(get("/api/now/table/sys_user", "locked.out").status, 401);
}

TEST_F(TableApi, RefusesBodiesItCannotRead) {
    const std::string target = "/api/now/table/incident";
    for (const auto* body : {"{\"short", "[]", "5", "\"text\"", "{\"a\":\"\xff\"}"}) {
        const auto reply = send("POST", target, "beth.anglin", body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_EQ(complaint(reply).substr(0, 31), "Exception while reading request");
    }
}

TEST_F(TableApi, RefusesOtherMediaTypes) {
    auto request = requestTo("POST", "/api/now/table/incident");
    request.authorization = basicOf("beth.anglin");
    request.body = "<incident/>";
    request.content_type = "application/xml";
    EXPECT_EQ(sendRequest(request).status, 415);
    request.content_type = "";
    EXPECT_EQ(sendRequest(request).status, 400);
    request.method = "GET";
    request.accept = "text/html, application/xml;q=0.9";
    EXPECT_EQ(sendRequest(request).status, 406);
    request.accept = "text/html, */*;q=0.1";
    EXPECT_EQ(sendRequest(request).status, 200);
}

TEST_F(TableApi, CreatesARecordAsTheSignedInUser) {
    const auto reply = send(
        "POST",
        "/api/now/table/incident",
        "fred.luddy",
        R"({"short_description":"Toner is empty","sys_created_by":"admin","sys_id":"x","bogus":"y"})");
    ASSERT_EQ(reply.status, 201);
    const auto record = bodyOf(reply).at("result");
    EXPECT_EQ(record.at("sys_created_by"), "fred.luddy");
    EXPECT_EQ(record.at("sys_updated_by"), "fred.luddy");
    EXPECT_EQ(record.at("sys_created_on"), "2026-07-01 00:00:00");
    EXPECT_EQ(record.at("sys_mod_count"), "0");
    EXPECT_EQ(record.at("number"), "INC0010001");
    EXPECT_EQ(record.at("sys_class_name"), "incident");
    EXPECT_FALSE(record.contains("bogus"));
    const auto id = record.at("sys_id").get<std::string>();
    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(header(reply, "Location"), "http://sim/api/now/table/incident/" + id);
    EXPECT_EQ(create("incident", {{"short_description", "next"}}).at("number"), "INC0010002");
}

TEST_F(TableApi, LeavesTheBodyOutWhenAsked) {
    auto request = requestTo("POST", "/api/now/table/incident");
    request.authorization = basicOf("beth.anglin");
    request.content_type = "application/json";
    request.body = "{}";
    request.wants_no_body = true;
    const auto created = sendRequest(request);
    EXPECT_EQ(created.status, 201);
    EXPECT_TRUE(created.body.empty());
    EXPECT_NE(header(created, "Location"), "");
}

TEST_F(TableApi, ChangesOnlyTheFieldsThatWereSent) {
    const auto record = create("incident", {{"short_description", "old"}, {"description", "kept"}});
    for (const auto* method : {"PUT", "PATCH"}) {
        now_ += std::chrono::minutes(1);
        const auto id = record.at("sys_id").get<std::string>();
        const auto reply = send(method,
                                "/api/now/table/incident/" + id,
                                "fred.luddy",
                                json{{"short_description", method}}.dump());
        ASSERT_EQ(reply.status, 200);
        const auto changed = bodyOf(reply).at("result");
        EXPECT_EQ(changed.at("short_description"), method);
        EXPECT_EQ(changed.at("description"), "kept");
        EXPECT_EQ(changed.at("sys_updated_by"), "fred.luddy");
        EXPECT_EQ(changed.at("sys_created_by"), "beth.anglin");
    }
}

TEST_F(TableApi, CountsOnlyRealChanges) {
    const auto record = create("incident", {{"short_description", "same"}});
    now_ += std::chrono::hours(1);
    const auto untouched =
        bodyOf(patch("incident", record, {{"short_description", "same"}, {"priority", "1"}}))
            .at("result");
    EXPECT_EQ(untouched.at("sys_mod_count"), "0");
    EXPECT_EQ(untouched.at("sys_updated_on"), record.at("sys_updated_on"));
    const auto changed =
        bodyOf(patch("incident", record, {{"short_description", "other"}})).at("result");
    EXPECT_EQ(changed.at("sys_mod_count"), "1");
    EXPECT_EQ(changed.at("sys_updated_on"), "2026-07-01 01:00:00");
}

TEST_F(TableApi, EmptiesAFieldSentAsEmptyText) {
    const auto record =
        create("incident",
               {{"short_description", "a"}, {"description", "b"}, {"assigned_to", "Beth Anglin"}});
    const auto changed =
        bodyOf(patch("incident", record, {{"description", ""}, {"assigned_to", nullptr}}))
            .at("result");
    EXPECT_EQ(changed.at("description"), "");
    EXPECT_EQ(changed.at("assigned_to"), "");
}

TEST_F(TableApi, DeletesForThoseWhoMay) {
    const auto record =
        create("incident", {{"short_description", "gone"}, {"work_notes", "noted"}});
    const auto target = "/api/now/table/incident/" + record.at("sys_id").get<std::string>();
    const auto reply = send("DELETE", target, "itil.manager");
    EXPECT_EQ(reply.status, 204);
    EXPECT_TRUE(reply.body.empty());
    EXPECT_EQ(get(target).status, 404);
    EXPECT_EQ(count("sys_journal_field", "element_id=" + record.at("sys_id").get<std::string>()),
              0);
}

TEST_F(TableApi, ShowsATaskThroughItsBaseWithTheBasesColumns) {
    const auto incident = rows("incident", "number=INC0000001").at(0);
    const auto task = result("/api/now/table/task/" + incident.at("sys_id").get<std::string>());
    EXPECT_EQ(task.at("number"), "INC0000001");
    EXPECT_EQ(task.at("sys_class_name"), "incident");
    EXPECT_FALSE(task.contains("caller_id"));
}

TEST_F(TableApi, AppliesTheRulesOfTheClassToWritesThroughTheBase) {
    const auto incident = create("incident", {{"short_description", "a"}});
    const auto reply = patch("task", incident, {{"state", "6"}});
    EXPECT_EQ(reply.status, 403);
    EXPECT_NE(complaint(reply).find("Data Policy Exception"), std::string::npos);
}

TEST_F(TableApi, SendsTheHeadersOfTheInstance) {
    const auto reply = get("/api/now/table/incident?sysparm_limit=1");
    EXPECT_EQ(header(reply, "X-Transaction-ID").size(), 12U);
    EXPECT_EQ(header(reply, "X-Is-Logged-In"), "true");
    EXPECT_EQ(header(reply, "ETag"), "");
}

TEST_F(TableApi, KeepsTheVersionInItsLinks) {
    const auto rows = result("/api/now/v2/table/incident?sysparm_limit=1&sysparm_fields=caller_id");
    EXPECT_EQ(rows.at(0).at("caller_id").at("link").get<std::string>().substr(0, 37),
              "http://sim/api/now/v2/table/sys_user/");
}

}  // namespace
}  // namespace toolhost::sim
