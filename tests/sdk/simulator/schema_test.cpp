#include "simulator/schema.hpp"

#include <gtest/gtest.h>

#include "simulator/embedded.hpp"

namespace toolhost::sim {
namespace {

std::string faultOf(std::string_view json) {
    try {
        Schema::parse(json);
        return {};
    } catch (const std::runtime_error& fault) {
        return fault.what();
    }
}

TEST(Schema, RefusesWhatItCannotUse) {
    const std::pair<const char*, const char*> cases[] = {
        {"{", "read the schema, the file"},
        {R"({"tables":[{"name":"a"}]})", "table a"},
        {R"({"tables":[{"name":"A b","label":"x"}]})", "'A b' is no name"},
        {R"({"tables":[{"name":"a","label":"x","columns":[{"element":"x;y","label":"z"}]}]})",
         "'x;y' is no name"},
        {R"({"tables":[{"name":"a","label":"x","extends":"b"}]})",
         "extends b, which is not declared"},
        {R"({"tables":[{"name":"a","label":"x","extends":"b"},{"name":"b","label":"x","extends":"a"}]})",
         "extends itself"},
        {R"({"tables":[{"name":"a","label":"x"},{"name":"a","label":"x"}]})", "declared twice"},
        {R"({"tables":[{"name":"a","label":"x","columns":[{"element":"p","label":"z","reference":"a","display":true}]}]})",
         "no display column"},
    };
    for (const auto& [json, fault] : cases) {
        EXPECT_NE(faultOf(json).find(fault), std::string::npos) << faultOf(json);
    }
}

TEST(Schema, WorksInheritanceOut) {
    const auto schema = Schema::parse(embedded::kSchema);
    const auto& server = schema.table("cmdb_ci_server");
    EXPECT_EQ(server.chain,
              (std::vector<std::string>{"cmdb_ci_server", "cmdb_ci_computer", "cmdb_ci"}));
    EXPECT_EQ(server.root(), "cmdb_ci");
    EXPECT_EQ(schema.findColumn("cmdb_ci_server", "os")->table, "cmdb_ci_computer");
    EXPECT_EQ(schema.findColumn("cmdb_ci", "os"), nullptr);
    EXPECT_EQ(server.display->element, "name");
    EXPECT_EQ(schema.findChoices(schema.table("incident"), "impact")->size(), 3U);
    EXPECT_EQ(schema.table("problem").defaults.at("state"), "101");
    EXPECT_EQ(schema.table("incident").defaults.at("state"), "1");
    EXPECT_EQ(schema.table("problem").access.read, std::vector<std::string>{"itil"}) << "inherited";
}

}  // namespace
}  // namespace toolhost::sim
