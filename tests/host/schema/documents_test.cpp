#include "schema/documents.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include <gtest/gtest.h>

#include "schema/schema.hpp"

namespace toolhost::schema {
namespace {

using nlohmann::json;

std::string refusalOf(std::string_view text, const Options& options = {}) {
    const auto schema = Schema::compile(text, options);
    return schema ? "accepted" : schema.error().what;
}

struct Refused {
    const char* schema;
    const char* why;
};

class InvalidReference : public testing::TestWithParam<Refused> {};

TEST_P(InvalidReference, IsRefusedInWords) {
    const std::string refusal = refusalOf(GetParam().schema);
    EXPECT_NE(refusal.find(GetParam().why), std::string::npos) << refusal;
}

INSTANTIATE_TEST_SUITE_P(
    All,
    InvalidReference,
    testing::Values(
        Refused{R"({"$ref":"https://example.com/s.json"})", "references are never fetched"},
        Refused{R"({"$ref":"file:///etc/passwd"})", "references are never fetched"},
        Refused{R"({"$ref":"other.json#/a"})", "#/$ref: \"other.json\" is not part"},
        Refused{R"({"$ref":"#/$defs/a"})", "there is nothing at \"#/$defs/a\""},
        Refused{R"({"$ref":"#/~2"})", "is not a JSON Pointer"},
        Refused{R"({"$ref":"#nowhere"})", "there is no $anchor \"nowhere\""},
        Refused{R"({"$ref":7})", "#/$ref: must be a string"},
        Refused{R"({"$ref":"#"})", "refers back to itself"},
        Refused{R"({"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"$ref":"#"}}})",
                "refers back to itself"},
        Refused{R"({"$ref":"#/enum/0","enum":[5]})", "#/enum/0: a schema must be an object"},
        Refused{R"({"$id":"#frag"})", "must not have a fragment"},
        Refused{R"({"$anchor":"1a"})", "$anchor \"1a\" must be a letter"},
        Refused{R"({"$defs":{"a":{"$anchor":"x"},"b":{"$dynamicAnchor":"x"}}})",
                "the anchor \"x\" is also at #/$defs/"},
        Refused{R"({"$defs":{"a":{"$id":"urn:x"},"b":{"$id":"urn:x"}}})", "the same $id \"urn:x\""},
        Refused{R"({"$schema":"http://json-schema.org/draft-07/schema#"})",
                "the one supported is 2020-12 (https://json-schema.org/draft/2020-12/schema)"},
        Refused{R"({"$defs":{"a":{"$schema":"https://json-schema.org/draft/2019-09/schema"}}})",
                "#/$defs/a: $schema names the dialect"},
        Refused{R"({"$schema":"https://example.com/mine"})", "the one supported is 2020-12"}));

TEST(Documents, ReferToSchemasByPointerAnchorAndId) {
    const auto schema = Schema::compile(R"({
        "$id": "https://example.com/root.json",
        "prefixItems": [{"$ref": "#/$defs/a~1b%25"}, {"$ref": "#named"}, {"$ref": "sub.json"},
                        {"$ref": "sub.json#inner"}, {"$ref": "urn:example:x"}],
        "$defs": {
            "a/b%": {"type": "string"},
            "n": {"$anchor": "named", "type": "integer"},
            "s": {"$id": "sub.json", "type": "boolean", "$defs": {"i": {"$anchor": "inner", "type": "null"}}},
            "u": {"$id": "urn:example:x", "const": "u"}}})");
    ASSERT_TRUE(schema) << schema.error().what;
    EXPECT_TRUE(schema.value().check(json::parse(R"(["s",1,true,null,"u"])")).empty());
    EXPECT_EQ(schema.value().check(json::parse(R"([1,"s",null,true,"v"])")).size(), 5U);
}

TEST(Documents, AskTheSourceForWhatTheyDoNotHold) {
    Options options;
    std::string asked;
    options.documents = [&](std::string_view uri) -> std::optional<std::string> {
        asked = uri;
        return R"({"$defs":{"n":{"type":"integer"}}})";
    };
    const auto schema = Schema::compile(
        R"({"$id":"https://example.com/a/b.json","$ref":"../c.json#/$defs/n"})", options);
    ASSERT_TRUE(schema) << schema.error().what;
    EXPECT_EQ(asked, "https://example.com/c.json");
    EXPECT_FALSE(schema.value().check(json("x")).empty());
}

TEST(Documents, SayInWhichDocumentAMistakeIs) {
    Options options;
    options.documents = [](std::string_view) { return R"({"type":"strnig"})"; };
    EXPECT_NE(refusalOf(R"({"$ref":"https://example.com/x"})", options)
                  .find("https://example.com/x#/type: \"strnig\" is not a type"),
              std::string::npos);
}

TEST(Documents, HoldASuppliedDocumentToTheSameBounds) {
    Options options;
    options.bounds.schema_depth_max = 3;
    options.documents = [](std::string_view) { return R"({"not":{"not":{"not":{}}}})"; };
    EXPECT_NE(refusalOf(R"({"$ref":"https://example.com/x"})", options).find("nested deeper"),
              std::string::npos);
}

TEST(Documents, RefuseADialectThatRequiresAnUnknownVocabulary) {
    Options options;
    options.documents = [](std::string_view) {
        return R"({"$vocabulary":{"https://example.com/vocab":true}})";
    };
    EXPECT_NE(refusalOf(R"({"$schema":"https://example.com/meta"})", options)
                  .find("requires the vocabulary \"https://example.com/vocab\""),
              std::string::npos);
}

TEST(Documents, SeeNoIdentifiersWhereNoSchemaStands) {
    EXPECT_EQ(refusalOf(R"({"enum":[{"$id":"#bad"}],"const":{"$anchor":"1"},"default":{"$ref":"x"},
                            "properties":{"$ref":{"type":"string"},"$id":{"type":"string"}}})"),
              "accepted");
}

}  // namespace
}  // namespace toolhost::schema
