#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class Shapes : public InstanceFixture {
protected:
    Shapes() {
        incident_ =
            create("incident", {{"caller_id", "Abel Tuter"}, {"impact", "2"}, {"urgency", "2"}});
        user_ = incident_.at("caller_id").at("value").get<std::string>();
    }

    json shown(const std::string& parameters) {
        return result("/api/now/table/incident/" + incident_.at("sys_id").get<std::string>() +
                      "?sysparm_fields=caller_id,priority,assigned_to,active&" + parameters);
    }

    json incident_;
    std::string user_;
};

TEST_F(Shapes, DropUnknownFieldsSilently) {
    const auto record =
        result("/api/now/table/incident/" + incident_.at("sys_id").get<std::string>() +
               "?sysparm_fields=number,nosuch,caller_id.nosuch,number.x");
    EXPECT_EQ(record.size(), 1U);
}

TEST_F(Shapes, OfStoredValues) {
    const auto link = "http://sim/api/now/table/sys_user/" + user_;
    EXPECT_EQ(shown(""),
              (json{{"caller_id", {{"link", link}, {"value", user_}}},
                    {"priority", "3"},
                    {"assigned_to", ""},
                    {"active", "true"}}));
    EXPECT_EQ(
        shown("sysparm_exclude_reference_link=true"),
        (json{{"caller_id", user_}, {"priority", "3"}, {"assigned_to", ""}, {"active", "true"}}));
}

TEST_F(Shapes, OfDisplayValues) {
    const auto link = "http://sim/api/now/table/sys_user/" + user_;
    EXPECT_EQ(shown("sysparm_display_value=true"),
              (json{{"caller_id", {{"display_value", "Abel Tuter"}, {"link", link}}},
                    {"priority", "3 - Moderate"},
                    {"assigned_to", ""},
                    {"active", "true"}}));
    EXPECT_EQ(
        shown("sysparm_display_value=true&sysparm_exclude_reference_link=true").at("caller_id"),
        "Abel Tuter");
}

TEST_F(Shapes, OfBoth) {
    const auto all = shown("sysparm_display_value=all");
    EXPECT_EQ(all.at("caller_id"),
              (json{{"display_value", "Abel Tuter"},
                    {"link", "http://sim/api/now/table/sys_user/" + user_},
                    {"value", user_}}));
    EXPECT_EQ(all.at("priority"), (json{{"display_value", "3 - Moderate"}, {"value", "3"}}));
    EXPECT_EQ(all.at("assigned_to"), (json{{"display_value", ""}, {"value", ""}}));
    EXPECT_EQ(
        shown("sysparm_display_value=all&sysparm_exclude_reference_link=true").at("caller_id"),
        (json{{"display_value", "Abel Tuter"}, {"value", user_}}));
}

TEST_F(Shapes, OfDottedPathsUnderTheirLiteralKey) {
    const auto record =
        result("/api/now/table/incident/" + incident_.at("sys_id").get<std::string>() +
               "?sysparm_display_value=true&sysparm_fields=caller_id.department.name,assigned_to."
               "name,caller_id.department");
    EXPECT_EQ(record.at("caller_id.department.name"), "Sales");
    EXPECT_EQ(record.at("assigned_to.name"), "");
    EXPECT_EQ(record.at("caller_id.department").at("display_value"), "Sales");
}

TEST_F(Shapes, EveryValueIsATextOrAReference) {
    for (const auto& [field, value] : incident_.items()) {
        EXPECT_TRUE(value.is_string() || (value.is_object() && value.size() == 2)) << field;
    }
}

}  // namespace
}  // namespace toolhost::sim
