#include "loader/services/sql_service.hpp"

#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

class SqlServiceTest : public testing::Test {
protected:
    Told run(const std::string& sql, const json& parameters = json::array()) {
        return askService(service_, json{{"op", "run"}, {"sql", sql}, {"parameters", parameters}});
    }

    ServiceHouse house_;
    SqlService service_{house_.shared().sqlFiles(), {"com.example.a", 1 << 20}, house_.clock};
};

struct RefusedSql {
    const char* said;
    json request;
    const char* kind;
};

class RefusedSqls : public SqlServiceTest, public testing::WithParamInterface<RefusedSql> {};

TEST_P(RefusedSqls, AreAnsweredSo) {
    ASSERT_EQ(run("CREATE TABLE t(a UNIQUE)").status, TOOLHOST_OK);
    const Told told = askService(service_, GetParam().request);
    EXPECT_LT(told.status, 0);
    EXPECT_EQ(told.kind(), GetParam().kind) << told.json;
    EXPECT_EQ(run("SELECT count(*) FROM t").json["rows"][0][0], 0);
}

json with(const json& parameter) {
    return {{"op", "run"}, {"sql", "SELECT ?1"}, {"parameters", json::array({parameter})}};
}

json transaction(const json& statements) {
    return {{"op", "transaction"}, {"statements", statements}};
}

INSTANTIATE_TEST_SUITE_P(
    All,
    RefusedSqls,
    testing::Values(
        RefusedSql{"list", with(json::array()), "argument"},
        RefusedSql{"object", with({{"hex", "00"}}), "argument"},
        RefusedSql{"no_base64", with({{"base64", "%"}}), "argument"},
        RefusedSql{"beyond", with(std::uint64_t{1} << 63), "argument"},
        RefusedSql{"none", transaction(json::array()), "argument"},
        RefusedSql{"no_statement", transaction(json::array({"SELECT 1"})), "argument"},
        RefusedSql{"misspelt",
                   transaction(json::array({{{"sql", "SELECT 1"}, {"params", json::array()}}})),
                   "argument"},
        RefusedSql{"wrong", {{"op", "run"}, {"sql", "over there"}}, "statement"},
        RefusedSql{"denied", {{"op", "run"}, {"sql", "ATTACH ':memory:' AS x"}}, "denied"},
        RefusedSql{"second_fails",
                   transaction(json::array({{{"sql", "INSERT INTO t VALUES(1)"}},
                                            {{"sql", "INSERT INTO t VALUES(1)"}}})),
                   "constraint"}),
    [](const auto& test) { return test.param.said; });

TEST_F(SqlServiceTest, GivesBackWhatItWasGiven) {
    const json values = {nullptr, -1, 0.5, "a text", {{"base64", "AP8="}}, true};
    const Told told = run("SELECT ?1, ?2, ?3, ?4, ?5, ?6", values);
    EXPECT_EQ(told.status, TOOLHOST_OK) << told.json;
    EXPECT_EQ(told.json["rows"][0], (json{nullptr, -1, 0.5, "a text", {{"base64", "AP8="}}, 1}));
    EXPECT_EQ(told.json["is_cut"], false);
}

TEST_F(SqlServiceTest, TellsEveryResultOfATransaction) {
    const Told told = askService(
        service_,
        transaction(json::array({{{"sql", "CREATE TABLE t(a)"}},
                                 {{"sql", "INSERT INTO t VALUES(?1)"}, {"parameters", {7}}},
                                 {{"sql", "SELECT a FROM t"}}})));
    ASSERT_EQ(told.json["results"].size(), 3U) << told.json;
    EXPECT_EQ(told.json["results"][1]["changes"], 1);
    EXPECT_EQ(told.json["results"][2]["rows"], (json::array({json::array({7})})));
}

TEST_F(SqlServiceTest, KeepsEachPluginToItsOwnFile) {
    run("CREATE TABLE t(a)");
    SqlService other(house_.shared().sqlFiles(), {"com.example.b", 1 << 20}, house_.clock);
    EXPECT_EQ(askService(other, json{{"op", "run"}, {"sql", "SELECT * FROM t"}}).kind(),
              "statement");
    EXPECT_TRUE(
        std::filesystem::exists(house_.directory() / "plugins" / "data" / "com.example.a.db"));
}

TEST_F(SqlServiceTest, HasNoFileForAnIdThatLeadsElsewhere) {
    for (const char* id : {"", "../a", "a/b", ".hidden"}) {
        SqlService service(house_.shared().sqlFiles(), {id, 1 << 20}, house_.clock);
        EXPECT_EQ(askService(service, json{{"op", "run"}, {"sql", "SELECT 1"}}).kind(),
                  "unavailable")
            << id;
    }
}

TEST(SqlFiles, OpenOneFileOnceForAllGenerationsOfAPlugin) {
    ServiceHouse house;
    auto& files = house.shared().sqlFiles();
    EXPECT_EQ(files.of({"com.example.a", 1 << 20}).value(),
              files.of({"com.example.a", 1 << 20}).value());
    EXPECT_NE(files.of({"com.example.a", 1 << 20}).value(),
              files.of({"com.example.b", 1 << 20}).value());
}

}  // namespace
}  // namespace toolhost::loader
