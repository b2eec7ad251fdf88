#include <set>

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class Dictionary : public InstanceFixture {};

TEST_F(Dictionary, HoldsOnlyATablesOwnColumns) {
    EXPECT_EQ(count("sys_dictionary", "name=incident^element=caller_id"), 1);
    EXPECT_EQ(count("sys_dictionary", "name=incident^element=short_description"), 0);
    EXPECT_EQ(count("sys_dictionary", "name=task^element=short_description"), 1);
    EXPECT_EQ(count("sys_dictionary", "name=incident^elementISEMPTY"), 1) << "the table's own row";
}

TEST_F(Dictionary, LeadsToTheParentTable) {
    const auto table = rows("sys_db_object",
                            "name=incident",
                            "&sysparm_fields=super_class,super_class.name,label&sysparm_exclude_"
                            "reference_link=true")
                           .at(0);
    EXPECT_EQ(table.at("super_class.name"), "task");
    EXPECT_EQ(table.at("super_class"), rows("sys_db_object", "name=task").at(0).at("sys_id"));
    EXPECT_EQ(rows("sys_db_object", "name=task").at(0).at("super_class"), "");
}

TEST_F(Dictionary, NamesTypesAndReferencesByName) {
    const auto column = rows("sys_dictionary",
                             "name=incident^element=caller_id",
                             "&sysparm_fields=internal_type,reference,mandatory,max_length")
                            .at(0);
    EXPECT_EQ(
        column,
        json::parse(
            R"({"internal_type":{"link":"http://sim/api/now/table/sys_glide_object?name=reference","value":"reference"},
        "reference":{"link":"http://sim/api/now/table/sys_db_object?name=sys_user","value":"sys_user"},"mandatory":"true","max_length":"32"})"));
    EXPECT_EQ(rows("sys_dictionary", "internal_type=journal_input^name=task").size(), 2U);
    EXPECT_EQ(rows("sys_dictionary",
                   "name=incident^element=caller_id",
                   "&sysparm_fields=internal_type&sysparm_display_value=true&sysparm_exclude_"
                   "reference_link=true")
                  .at(0)
                  .at("internal_type"),
              "Reference");
}

TEST_F(Dictionary, KeepsChoicesWhereTheyAreDeclared) {
    EXPECT_EQ(rows("sys_choice", "name=incident^element=state^inactive=false^ORDERBYsequence")
                  .at(1)
                  .at("label"),
              "In Progress");
    EXPECT_EQ(count("sys_choice", "name=incident^element=priority"), 0);
    EXPECT_EQ(count("sys_choice", "name=task^element=priority"), 5);
    EXPECT_EQ(rows("sys_choice", "name=incident^element=subcategory^value=vpn")
                  .at(0)
                  .at("dependent_value"),
              "network");
}

TEST_F(Dictionary, TellsOverriddenDefaults) {
    EXPECT_EQ(
        rows("sys_dictionary_override", "name=problem^element=state").at(0).at("default_value"),
        "101");
}

TEST_F(Dictionary, DescribesEveryTableOfTheSchema) {
    std::set<std::string> names;
    for (const auto& row : rows("sys_db_object", ""))
        names.insert(row.at("name").get<std::string>());
    for (const auto* name : {"task",
                             "incident",
                             "problem",
                             "change_request",
                             "change_task",
                             "sc_request",
                             "sc_req_item",
                             "sc_task",
                             "kb_knowledge",
                             "kb_knowledge_base",
                             "kb_category",
                             "sys_user",
                             "sys_user_group",
                             "sys_user_grmember",
                             "sys_user_role",
                             "sys_user_has_role",
                             "cmn_location",
                             "cmn_department",
                             "core_company",
                             "cmdb_ci",
                             "cmdb_ci_server",
                             "cmdb_ci_computer",
                             "cmdb_ci_service",
                             "cmdb_rel_ci",
                             "sys_journal_field",
                             "sys_attachment",
                             "sys_audit",
                             "sys_properties"}) {
        EXPECT_TRUE(names.contains(name)) << name;
    }
}

}  // namespace
}  // namespace toolhost::sim
