#include "discover.hpp"

#include <gtest/gtest.h>

#include "recorded_call.hpp"

namespace servicenow_meta {
namespace {

using nlohmann::json;

const json kSchema = {{"ok", true},
                      {"table", "incident"},
                      {"label", "Incident"},
                      {"chain", {"incident", "task"}},
                      {"language", "en"},
                      {"columns",
                       {{{"name", "state"},
                         {"label", "State"},
                         {"type", "integer"},
                         {"mandatory", false},
                         {"reference", ""},
                         {"default", "1"},
                         {"choices", {{{"value", "1"}, {"label", "New"}}}}}}},
                      {"notices", json::array()}};

DiscoverInput inputOf(const json& members) {
    return toolhost::sdk::Codec<DiscoverInput>::read(members);
}

TEST(Discover, NeedsToKnowWhatToLookFor) {
    RecordedCall call(kSchema);
    discover(call.context(), {});
    EXPECT_NE(call.error().find("Give filter"), std::string::npos);
    EXPECT_FALSE(call.request());
}

TEST(Discover, FindsTables) {
    RecordedCall call({{"ok", true}, {"tables", {{{"name", "incident"}}}}});
    discover(call.context(), inputOf({{"filter", "inc"}, {"instance", "dev"}}));
    EXPECT_EQ(*call.request(), (json{{"op", "tables"}, {"filter", "inc"}, {"instance", "dev"}}));
    EXPECT_EQ(call.structured(), (json{{"tables", {{{"name", "incident"}}}}, {"count", 1}}));
}

TEST(Discover, ShowsAsMuchOfAFieldAsTheModeSays) {
    const std::vector<std::pair<std::string, json>> cases = {
        {"names", "state"},
        {"compact",
         {{"name", "state"},
          {"label", "State"},
          {"type", "integer"},
          {"choices", {{{"value", "1"}, {"label", "New"}}}}}},
        {"full", kSchema["columns"][0]}};
    for (const auto& [mode, shown] : cases) {
        RecordedCall call(kSchema);
        discover(call.context(),
                 inputOf({{"table", "incident"}, {"include_choices", true}, {"mode", mode}}));
        const char* choices = mode == "full" ? "inactive_choices" : "choices";
        EXPECT_EQ(*call.request(),
                  (json{{"op", "schema"}, {"table", "incident"}, {choices, true}}));
        EXPECT_EQ(call.structured()["fields"], json::array({shown})) << mode;
        EXPECT_EQ(call.structured()["fieldCount"], 1);
        EXPECT_EQ(call.structured()["language"], "en");
        EXPECT_EQ(call.structured()["extends"], (json{"incident", "task"}));
        EXPECT_FALSE(call.structured().contains("notices"));
    }
}

TEST(Discover, AsksForNoChoicesUnlessTheyAreWanted) {
    for (const char* mode : {"compact", "full"}) {
        RecordedCall call(kSchema);
        discover(call.context(), inputOf({{"table", "incident"}, {"mode", mode}}));
        EXPECT_EQ(*call.request(), (json{{"op", "schema"}, {"table", "incident"}}));
    }
}

TEST(Discover, PassesOnWhatTheUserMayNotRead) {
    json reply = kSchema;
    reply["notices"] = {"field names of \"incident\" could not be checked"};
    RecordedCall call(reply);
    discover(call.context(), inputOf({{"table", "incident"}}));
    EXPECT_EQ(call.structured()["notices"], reply["notices"]);
}

}  // namespace
}  // namespace servicenow_meta
