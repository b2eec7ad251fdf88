#include "simulator/api/import_api.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class ImportSets : public InstanceFixture {
protected:
    Reply load(const std::string& table,
               const json& body,
               const std::string& user = "beth.anglin") {
        return send("POST", "/api/now/import/" + table, user, body.dump());
    }

    json outcome(const json& row) {
        const auto reply = load("u_imp_incident", row);
        EXPECT_EQ(reply.status, 201) << reply.body;
        return bodyOf(reply).at("result").at(0);
    }
};

TEST_F(ImportSets, RefuseWhatIsNoStagingTable) {
    EXPECT_EQ(load("incident", json::object()).status, 400);
    EXPECT_EQ(load("nosuch", json::object()).status, 400);
    EXPECT_EQ(load("u_imp_incident", json::array()).status, 400);
    EXPECT_EQ(load("u_imp_incident", json::object(), "joe.employee").status, 403);
    EXPECT_EQ(load("u_imp_incident/insertMultiple", {{"records", json::array()}}).status, 400);
    EXPECT_EQ(get("/api/now/import/u_imp_incident").status, 405);
    EXPECT_EQ(get("/api/now/import/u_imp_incident/none").status, 404);
}

TEST_F(ImportSets, InsertThenUpdateThenIgnore) {
    json row{{"u_correlation_id", "i-1"},
             {"u_short_description", "Imported"},
             {"u_caller", "Abel Tuter"},
             {"u_unknown", "x"}};
    const auto inserted = outcome(row);
    EXPECT_EQ(inserted.at("status"), "inserted");
    EXPECT_EQ(inserted.at("transform_map"), "Incident");
    EXPECT_EQ(inserted.at("table"), "incident");
    EXPECT_EQ(inserted.at("display_name"), "number");
    const auto id = inserted.at("sys_id").get<std::string>();
    EXPECT_EQ(inserted.at("record_link"), "http://sim/api/now/table/incident/" + id);
    const auto incident = rows("incident", "correlation_id=i-1").at(0);
    EXPECT_EQ(incident.at("number"), inserted.at("display_value"));
    EXPECT_EQ(incident.at("caller_id").at("value"),
              rows("sys_user", "user_name=abel.tuter").at(0).at("sys_id"));
    EXPECT_EQ(outcome(row).at("status"), "ignored");
    row["u_short_description"] = "Imported again";
    const auto updated = outcome(row);
    EXPECT_EQ(updated.at("status"), "updated");
    EXPECT_EQ(updated.at("sys_id"), id);
    EXPECT_EQ(count("incident", "correlation_id=i-1"), 1);
}

TEST_F(ImportSets, SayWhyARowFailed) {
    const auto failed = outcome({{"u_correlation_id", "i-2"}, {"u_state", "6"}});
    EXPECT_EQ(failed.at("status"), "error");
    EXPECT_NE(failed.at("error_message").get<std::string>().find("Resolution code is mandatory"),
              std::string::npos);
    EXPECT_FALSE(failed.contains("sys_id"));
    EXPECT_EQ(count("incident", "correlation_id=i-2"), 0);
    EXPECT_EQ(count("u_imp_incident", "sys_import_state=error"), 1) << "the staging row stays";
}

TEST_F(ImportSets, TakeSeveralAndTellOfEach) {
    const auto reply =
        load("u_imp_incident/insertMultiple",
             {{"records", {{{"u_correlation_id", "m-1"}}, {{"u_correlation_id", "m-2"}}}}});
    ASSERT_EQ(reply.status, 201);
    EXPECT_EQ(bodyOf(reply).at("import_set"), "ISET0010001");
    EXPECT_EQ(bodyOf(reply).at("staging_table"), "u_imp_incident");
    EXPECT_EQ(bodyOf(reply).at("result").size(), 2U);
    const auto row = rows("u_imp_incident", "u_correlation_id=m-2").at(0);
    const auto shown = get("/api/now/import/u_imp_incident/" + row.at("sys_id").get<std::string>());
    EXPECT_EQ(bodyOf(shown).at("result"), json({bodyOf(reply).at("result").at(1)}));
    EXPECT_EQ(bodyOf(shown).at("import_set"), "ISET0010001");
}

}  // namespace
}  // namespace toolhost::sim
