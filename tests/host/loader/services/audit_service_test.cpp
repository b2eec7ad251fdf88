#include "loader/services/audit_service.hpp"

#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

class AuditServiceTest : public testing::Test {
protected:
    ServiceHouse house_;
    AuditService service_{PluginRecords(house_.trail(), "com.example.a")};
};

json eventWith(const char* member, const json& value) {
    json event = {{"op", "record"}, {"type", "note.written"}};
    event[member] = value;
    return event;
}

class RefusedEvents : public AuditServiceTest,
                      public testing::WithParamInterface<std::pair<const char*, json>> {};

TEST_P(RefusedEvents, AreNotRecorded) {
    EXPECT_EQ(askService(service_, GetParam().second).kind(), "argument");
    EXPECT_TRUE(house_.recorded("").empty());
}

json manyDetails() {
    json details = json::object();
    for (int i = 0; i < 17; ++i) {
        details["d" + std::to_string(i)] = "x";
    }
    return details;
}

INSTANTIATE_TEST_SUITE_P(
    All,
    RefusedEvents,
    testing::Values(std::pair("empty_type", eventWith("type", "")),
                    std::pair("other_characters", eventWith("type", "Note written")),
                    std::pair("long_type", eventWith("type", std::string(65, 'x'))),
                    std::pair("other_outcome", eventWith("outcome", "perhaps")),
                    std::pair("long_target", eventWith("target", std::string(257, 'x'))),
                    std::pair("many_details", eventWith("details", manyDetails())),
                    std::pair("no_text", eventWith("details", {{"a", 1}})),
                    std::pair("long_detail", eventWith("details", {{"a", std::string(513, 'x')}})),
                    std::pair("hosts_detail", eventWith("details", {{"plugin", "another"}}))),
    [](const auto& test) { return test.param.first; });

TEST_F(AuditServiceTest, RecordsUnderThePluginsNameOnce) {
    const Told told = askService(service_,
                                 json{{"op", "record"},
                                      {"type", "note.written"},
                                      {"outcome", "denied"},
                                      {"target", "note 1"},
                                      {"details", {{"words", "2"}}}});
    EXPECT_EQ(told.status, TOOLHOST_OK) << told.json;
    const auto records = house_.recorded("plugin.com.example.a.note.written");
    ASSERT_EQ(records.size(), 1U);
    for (const char* part : {"denied", "note 1", "words", "plugin:com.example.a"}) {
        EXPECT_NE(records[0].find(part), std::string::npos) << part << " in " << records[0];
    }
}

}  // namespace
}  // namespace toolhost::loader
