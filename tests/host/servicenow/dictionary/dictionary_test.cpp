#include "servicenow/dictionary/dictionary.hpp"

#include <gtest/gtest.h>

#include "desk.hpp"
#include "fake_instance.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::SeenRequest;

const char* const kTables = "/api/now/table/sys_db_object";
const char* const kDictionary = "/api/now/table/sys_dictionary";
const char* const kLabels = "/api/now/table/sys_documentation";
const char* const kUsers = "/api/now/table/sys_user";
const char* const kRoles = "/api/now/table/sys_user_has_role";

constexpr std::size_t kToKnowAUser = 3;    // token, record, roles
constexpr std::size_t kToReadASchema = 3;  // two tables, until the columns are asked for

struct User {
    std::vector<std::string> roles;
    std::string language = "en";
    std::string domain = "global";
    int roles_hidden = 0;
};

/// An instance that shows users their own records and roles.
class DictionaryTest : public testing::Test {
protected:
    DictionaryTest() {
        instance_.on(kUsers, [this](const SeenRequest& seen) {
            EXPECT_EQ(seen.parameter("sysparm_query"), "sys_id=javascript:gs.getUserID()");
            const std::string name = userOf(seen);
            const User& user = users_.at(name);
            return result({{{"sys_id", idOf(name)},
                            {"preferred_language", user.language},
                            {"sys_domain", user.domain}}},
                          1);
        });
        instance_.on(kRoles, [this](const SeenRequest& seen) {
            const User& user = users_.at(userOf(seen));
            json rows = json::array();
            for (const auto& role : user.roles) {
                rows.push_back({{"role", role}});
            }
            return result(rows, static_cast<int>(rows.size()) + user.roles_hidden);
        });
    }

    static std::string userOf(const SeenRequest& seen) {
        constexpr std::string_view kBearer = "Bearer token-of-";
        return std::string(seen.header("Authorization")).substr(kBearer.size());
    }

    static std::string idOf(const std::string& user) {
        std::string id(32, '0');
        id.replace(0, 1, 1, static_cast<char>('a' + user.size() % 6));
        return id;
    }

    json describe(const std::string& user, const char* table = "incident") {
        return desk_.ask(user, {{"op", "schema"}, {"table", table}});
    }

    std::size_t timesRead(const char* path) { return instance_.requestsTo(path).size(); }

    FakeInstance instance_;
    std::map<std::string, User> users_ = {{"ann", {{"itil", "snc"}}},
                                          {"bert", {{"snc", "itil", "itil"}}},
                                          {"carla", {{"itil"}}},
                                          {"dora", {{"itil", "snc"}, "de"}},
                                          {"emil", {{"itil", "snc"}, "en", "TOP/ACME"}},
                                          {"frida", {{"itil", "snc"}, "en", "global", 1}},
                                          {"gustav", {}}};
    Desk desk_{instance_.url()};
};

TEST_F(DictionaryTest, SharesNothingBetweenUsersOfOtherRolesOrDomains) {
    for (const char* user : {"ann", "carla", "emil"}) {
        EXPECT_EQ(kindOf(describe(user)), "ok");
    }
    EXPECT_EQ(timesRead(kDictionary), 3U);
}

TEST_F(DictionaryTest, SharesNothingWhereRolesAreNotKnown) {
    users_["frida.two"] = users_["frida"];
    users_["gustav.two"] = users_["gustav"];
    for (const char* user : {"frida", "frida.two", "gustav", "gustav.two"}) {
        EXPECT_EQ(kindOf(describe(user)), "ok");
    }
    EXPECT_EQ(timesRead(kDictionary), 4U);
    instance_.on(kRoles, [](const SeenRequest&) { return refusal(403, "User Not Authorized"); });
    users_["ann.two"] = users_["ann.three"] = users_["ann"];
    for (const char* user : {"ann.two", "ann.three"}) {
        EXPECT_EQ(kindOf(describe(user)), "ok");
    }
    EXPECT_EQ(timesRead(kDictionary), 6U);
}

TEST_F(DictionaryTest, ReadsOnceForUsersOfTheSameRoles) {
    const json anns = describe("ann");
    EXPECT_EQ(describe("bert"), anns);
    EXPECT_EQ(describe("ann"), anns);
    EXPECT_EQ(timesRead(kDictionary), 1U);
    EXPECT_EQ(timesRead(kLabels), 1U);
    EXPECT_EQ(timesRead(kUsers), 2U);
}

TEST_F(DictionaryTest, ReadsTheWordsOfEachLanguageButTheColumnsOnce) {
    instance_.on(kLabels, [](const SeenRequest& seen) {
        const bool is_german =
            seen.parameter("sysparm_query").find("languageINde,en") != std::string::npos;
        return result({{{"name", "task"},
                        {"element", "state"},
                        {"language", is_german ? "de" : "en"},
                        {"label", is_german ? "Status" : "State"}}},
                      1);
    });
    const json anns = describe("ann");
    const json doras = describe("dora");
    EXPECT_EQ(anns["language"], "en");
    EXPECT_EQ(doras["language"], "de");
    const auto labelOfState = [](const json& reply) {
        for (const auto& column : reply["columns"]) {
            if (column["name"] == "state") return column["label"];
        }
        return json();
    };
    EXPECT_EQ(labelOfState(anns), "State");
    EXPECT_EQ(labelOfState(doras), "Status");
    EXPECT_EQ(timesRead(kDictionary), 1U);
    EXPECT_EQ(timesRead(kLabels), 2U);
}

TEST_F(DictionaryTest, TakesNoConditionForALanguage) {
    users_["ann"].language = "de^ORnameISNOTEMPTY";
    EXPECT_EQ(describe("ann")["language"], "en");
}

TEST_F(DictionaryTest, ReadsOnceForAllWhoWait) {
    instance_.on(kDictionary, [](const SeenRequest&) { return std::nullopt; });
    std::vector<std::future<std::string>> replies;
    for (const char* user : {"ann", "bert", "ann"}) {
        replies.push_back(desk_.start(user, {{"op", "schema"}, {"table", "incident"}}));
    }
    ASSERT_TRUE(instance_.server().waitForRequests(2 * kToKnowAUser + kToReadASchema));
    instance_.server().answerHeld(result({{{"name", "task"}, {"element", "state"}}}, 1));
    for (auto& reply : replies) {
        EXPECT_EQ(json::parse(reply.get())["columns"].size(), 1U);
    }
    EXPECT_EQ(timesRead(kDictionary), 1U);
}

TEST_F(DictionaryTest, DoesNotMakeOneUsersTroubleTheNexts) {
    instance_.on(kDictionary, [](const SeenRequest& seen) -> std::optional<tests::Answer> {
        if (userOf(seen) == "ann") return std::nullopt;
        return result({{{"name", "task"}, {"element", "state"}}}, 1);
    });
    auto anns = desk_.start("ann", {{"op", "schema"}, {"table", "incident"}});
    ASSERT_TRUE(instance_.server().waitForRequests(kToKnowAUser + kToReadASchema));
    auto berts = desk_.start("bert", {{"op", "schema"}, {"table", "incident"}});
    ASSERT_TRUE(instance_.server().waitForRequests(2 * kToKnowAUser + kToReadASchema));
    instance_.server().answerHeld(refusal(429, "Rate limit exceeded"));
    EXPECT_EQ(kindOf(json::parse(anns.get())), "rate_limited");
    EXPECT_EQ(kindOf(json::parse(berts.get())), "ok");
}

TEST_F(DictionaryTest, RemembersThatATableIsNotThere) {
    for (int i = 0; i < 5; ++i) {
        const json reply = describe("ann", "incidnet");
        EXPECT_EQ(kindOf(reply), "unknown_table");
        EXPECT_NE(messageOf(reply).find("did you mean 'incident'"), std::string::npos);
    }
    EXPECT_EQ(timesRead(kTables), 2U);  // the table, and those with names like it
    EXPECT_EQ(timesRead(kDictionary), 1U);
}

TEST_F(DictionaryTest, RemembersThatTheDictionaryIsForbidden) {
    instance_.on(kDictionary,
                 [](const SeenRequest&) { return refusal(403, "User Not Authorized"); });
    for (int i = 0; i < 5; ++i) {
        const json reply = describe("ann");
        EXPECT_EQ(kindOf(reply), "ok");
        EXPECT_NE(reply["notices"].dump().find("could not be checked"), std::string::npos);
    }
    EXPECT_EQ(timesRead(kDictionary), 1U);
}

TEST_F(DictionaryTest, AsksAgainAfterTroubleThatPasses) {
    instance_.on(kDictionary, [](const SeenRequest&) { return refusal(500, "Trouble"); });
    EXPECT_EQ(kindOf(describe("ann")), "unavailable");
    instance_.on(kDictionary, [](const SeenRequest&) {
        return result({{{"name", "task"}, {"element", "state"}}}, 1);
    });
    EXPECT_EQ(kindOf(describe("ann")), "ok");
}

}  // namespace
}  // namespace toolhost::servicenow
