#include "servicenow/dictionary/table_schema.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

TableSchema incident() {
    TableSchema schema;
    schema.name = "incident";
    schema.chain = {"incident", "task"};
    return schema;
}

TEST(TableSchema, FindsNoColumnThatIsNotThere) {
    const TableSchema schema = incident();
    EXPECT_EQ(schema.findColumn("state"), nullptr);
    EXPECT_EQ(schema.displayColumn(), nullptr);
}

TEST(TableSchema, IgnoresRowsThatNameNoColumn) {
    TableSchema schema = incident();
    addColumns(schema, Json::parse(R"([{"name":"task","element":""}, {"name":"task"}, 7])"));
    EXPECT_TRUE(schema.columns.empty());
}

TEST(TableSchema, PrefersTheNearestTableInAnyOrder) {
    for (const char* rows : {R"([{"name":"task","element":"state","column_label":"far"},
                                 {"name":"incident","element":"state","column_label":"near"}])",
                             R"([{"name":"incident","element":"state","column_label":"near"},
                                 {"name":"task","element":"state","column_label":"far"}])"}) {
        TableSchema schema = incident();
        addColumns(schema, Json::parse(rows));
        ASSERT_EQ(schema.columns.size(), 1U);
        EXPECT_EQ(schema.columns[0].label, "near");
        EXPECT_EQ(schema.columns[0].table, "incident");
    }
}

TEST(TableSchema, AppliesTheNearestOverrideLast) {
    TableSchema schema = incident();
    addColumns(schema, Json::parse(R"([{"name":"task","element":"state","mandatory":"false",
                                        "default_value":"1","read_only":"false"}])"));
    applyOverrides(schema, Json::parse(R"([
        {"name":"incident","element":"state","mandatory":"true","mandatory_override":"true",
         "default_value":"9","default_value_override":"false"},
        {"name":"task","element":"state","mandatory":"false","mandatory_override":"true"},
        {"name":"incident","element":"nothing","mandatory":"true","mandatory_override":"true"}])"));
    const Column* state = schema.findColumn("state");
    ASSERT_NE(state, nullptr);
    EXPECT_TRUE(state->is_mandatory);
    EXPECT_EQ(state->default_value, "1");
    EXPECT_FALSE(state->is_read_only);
}

TEST(TableSchema, ReadsADictionaryRow) {
    TableSchema schema = incident();
    addColumns(schema, Json::parse(R"([{"name":"task","element":"assigned_to",
        "column_label":"Assigned to","internal_type":"reference","reference":"sys_user",
        "max_length":"32","mandatory":"true","read_only":"true","display":"true","active":"false",
        "default_value":"x"}])"));
    const Column& column = schema.columns.at(0);
    EXPECT_EQ(column.label, "Assigned to");
    EXPECT_EQ(column.type, "reference");
    EXPECT_EQ(column.reference, "sys_user");
    EXPECT_EQ(column.length_max, 32);
    EXPECT_TRUE(column.is_mandatory && column.is_read_only && column.is_display);
    EXPECT_FALSE(column.is_active);
    EXPECT_EQ(schema.displayColumn(), &column);
}

}  // namespace
}  // namespace toolhost::servicenow
