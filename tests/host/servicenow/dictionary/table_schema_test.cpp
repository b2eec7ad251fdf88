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

/// state, which task defines, as incident shows it once those overrides are applied.
Column overridden(const char* override_rows) {
    TableSchema schema = incident();
    addColumns(schema, Json::parse(R"([{"name":"task","element":"state","mandatory":"false"}])"));
    applyOverrides(schema, Json::parse(override_rows));
    return *schema.findColumn("state");
}

TEST(TableSchema, IgnoresWhatASiblingOverrides) {
    EXPECT_FALSE(overridden(R"([{"name":"problem","element":"state","base_table":"task",
                                 "mandatory":"true","mandatory_override":"true"}])")
                     .is_mandatory);
    EXPECT_TRUE(overridden(R"([{"name":"incident","element":"state","base_table":"task",
                                "mandatory":"true","mandatory_override":"true"}])")
                    .is_mandatory);
}

TEST(TableSchema, OverridesNothingThatANearerTableDefinesAnew) {
    TableSchema schema;
    schema.name = "u_outage";
    schema.chain = {"u_outage", "incident", "task"};
    addColumns(schema, Json::parse(R"([{"name":"u_outage","element":"state"},
                                       {"name":"task","element":"state"},
                                       {"name":"task","element":"impact"}])"));
    applyOverrides(schema, Json::parse(R"([
        {"name":"incident","element":"state","default_value":"7","default_value_override":"true"},
        {"name":"incident","element":"impact","default_value":"3","default_value_override":"true"}
        ])"));
    EXPECT_EQ(schema.findColumn("state")->default_value, "");
    EXPECT_EQ(schema.findColumn("impact")->default_value, "3");
}

TEST(TableSchema, TakesOfAnOverrideWhatItsFlagsName) {
    const char* const kValues = R"("name":"incident","element":"state","mandatory":"true",
        "read_only":"true","default_value":"9","dependent":"category","reference_qual":"a=b")";
    struct Case {
        const char* flag;
        Column expected;
    };
    Column plain = overridden("[]");
    std::vector<Case> cases(6, {"", plain});
    cases[1].flag = "mandatory_override", cases[1].expected.is_mandatory = true;
    cases[2].flag = "read_only_override", cases[2].expected.is_read_only = true;
    cases[3].flag = "default_value_override", cases[3].expected.default_value = "9";
    cases[4].flag = "dependent_override", cases[4].expected.depends_on = "category";
    cases[5].flag = "reference_qual_override", cases[5].expected.reference_qualifier = "a=b";
    for (const auto& [flag, expected] : cases) {
        const std::string row = std::string("[{") + kValues + ",\"" + flag + "\":\"true\"}]";
        const Column column = overridden(row.c_str());
        EXPECT_EQ(column.is_mandatory, expected.is_mandatory) << flag;
        EXPECT_EQ(column.is_read_only, expected.is_read_only) << flag;
        EXPECT_EQ(column.default_value, expected.default_value) << flag;
        EXPECT_EQ(column.depends_on, expected.depends_on) << flag;
        EXPECT_EQ(column.reference_qualifier, expected.reference_qualifier) << flag;
    }
}

TEST(TableSchema, KnowsWhichReferenceQualifierIsInUse) {
    const std::vector<std::pair<const char*, const char*>> cases = {
        {R"("reference_qual":"active=true")", "active=true"},
        {R"("reference_qual":"old","reference_qual_condition":"active=true^EQ")", "active=true^EQ"},
        {R"("use_reference_qualifier":"advanced","reference_qual":"javascript:users",
            "reference_qual_condition":"old")",
         "javascript:users"},
        {R"("use_reference_qualifier":"dynamic","dynamic_ref_qual":"90d1","reference_qual":"old")",
         "DYNAMIC90d1"}};
    for (const auto& [members, expected] : cases) {
        TableSchema schema = incident();
        addColumns(schema,
                   Json::parse(std::string(R"([{"name":"task","element":"assigned_to",
                                                "reference":"sys_user",)") +
                               members + "}]"));
        EXPECT_EQ(schema.columns.at(0).reference_qualifier, expected);
    }
}

TEST(TableSchema, KnowsWhichColumnAnotherDependsOn) {
    TableSchema schema = incident();
    addColumns(schema, Json::parse(R"([
        {"name":"task","element":"a","dependent":"category","dependent_on_field":"stale"},
        {"name":"task","element":"b","dependent":"stale","dependent_on_field":"category",
         "use_dependent_field":"true"}])"));
    EXPECT_EQ(schema.findColumn("a")->depends_on, "category");
    EXPECT_EQ(schema.findColumn("b")->depends_on, "category");
}

}  // namespace
}  // namespace toolhost::servicenow
