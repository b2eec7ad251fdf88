#include "schema/metaschemas.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include <gtest/gtest.h>

#include "schema/schema.hpp"

namespace toolhost::schema {
namespace {

using nlohmann::json;

TEST(MetaschemaText, IsOfThe2020DialectOnly) {
    EXPECT_EQ(metaschemaText("http://json-schema.org/draft-07/schema"), "");
}

TEST(Metaschema, AcceptsItself) {
    const std::string uri = "https://json-schema.org/draft/2020-12/schema";
    const auto schema = Schema::compile(json{{"$ref", uri}});
    ASSERT_TRUE(schema) << schema.error().what;
    EXPECT_EQ(describe(schema.value().check(json::parse(metaschemaText(uri)))), "");
    EXPECT_TRUE(Schema::compile(metaschemaText(uri)));
}

TEST(Metaschema, FindsAMistakeAtAnyDepth) {
    const auto schema =
        Schema::compile(R"({"$ref":"https://json-schema.org/draft/2020-12/schema"})");
    const auto violations = schema.value().check(
        json::parse(R"({"properties":{"a":{"items":{"not":{"minLength":-1}}}}})"));
    ASSERT_FALSE(violations.empty());
    EXPECT_EQ(violations[0].path, "/properties/a/items/not/minLength");
}

}  // namespace
}  // namespace toolhost::schema
