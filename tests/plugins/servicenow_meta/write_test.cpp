#include "write.hpp"

#include <gtest/gtest.h>

#include "recorded_call.hpp"

namespace servicenow_meta {
namespace {

using nlohmann::json;

const std::string kId(32, 'a');

WriteInput inputOf(json members) {
    members["table"] = "incident";
    return toolhost::sdk::Codec<WriteInput>::read(members);
}

TEST(Write, RefusesWhatIsNotWhole) {
    const std::vector<std::pair<json, const char*>> cases = {
        {{{"operation", "update"}}, "needs sys_id"},
        {{{"operation", "delete"}}, "needs sys_id"},
        {{{"operation", "create"}}, "needs field_values"},
        {{{"operation", "create"}, {"sys_id", kId}}, "takes no sys_id"},
        {{{"operation", "create"}, {"field_values", {{"state", json::array({1})}}}},
         "field_values.state"}};
    for (const auto& [input, says] : cases) {
        RecordedCall call(json::object());
        write(call.context(), inputOf(input));
        EXPECT_NE(call.error().find(says), std::string::npos) << call.answer();
        EXPECT_FALSE(call.request());
    }
}

TEST(Write, TellsWhatTheInstanceMadeOfIt) {
    RecordedCall call({{"ok", true},
                       {"record", {{"sys_id", kId}, {"number", "INC1"}}},
                       {"changed_by_instance", {{"priority", {{"sent", "1"}, {"value", "5"}}}}},
                       {"notices", json::array()}});
    write(call.context(), inputOf({{"operation", "create"}, {"field_values", {{"priority", 1}}}}));
    EXPECT_EQ(*call.request(),
              (json{{"op", "create"}, {"table", "incident"}, {"values", {{"priority", 1}}}}));
    EXPECT_EQ(call.structured(),
              (json{{"success", true},
                    {"operation", "create"},
                    {"table", "incident"},
                    {"sys_id", kId},
                    {"number", "INC1"},
                    {"changed_by_instance", {{"priority", {{"sent", "1"}, {"value", "5"}}}}}}));
}

TEST(Write, NamesTheAccountThatAllShare) {
    const WriteInput input = inputOf({{"operation", "delete"}, {"sys_id", kId}});
    RecordedCall done({{"ok", true}, {"deleted", true}, {"acting_as", "integration"}});
    write(done.context(), input);
    EXPECT_EQ(done.structured()["actingAs"], "integration");

    RecordedCall refused(
        {{"ok", false}, {"error", {{"message", "not allowed"}}}, {"acting_as", "integration"}});
    write(refused.context(), input);
    EXPECT_EQ(refused.error(), "not allowed. ServiceNow was asked as 'integration'");
}

TEST(Write, DeletesByKeyAlone) {
    RecordedCall call({{"ok", true}, {"deleted", true}});
    write(call.context(), inputOf({{"operation", "delete"}, {"sys_id", kId}}));
    EXPECT_EQ(*call.request(), (json{{"op", "delete"}, {"table", "incident"}, {"sys_id", kId}}));
    EXPECT_EQ(call.structured()["sys_id"], kId);
}

}  // namespace
}  // namespace servicenow_meta
