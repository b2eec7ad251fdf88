#include "simulator/query/encoded_query.hpp"

#include <string>

#include <gtest/gtest.h>

namespace toolhost::sim {
namespace {

TEST(EncodedQuery, RefusesOperatorsItCannotEvaluateByName) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"stateCHANGESTO2", "CHANGESTO"},
        {"stateVALCHANGES", "VALCHANGES"},
        {"variables.abc=1", "variables."},
        {"active=true^sys_tags.urgent=1", "sys_tags"},
    };
    for (const auto& [query, op] : cases) {
        const auto parsed = parseEncodedQuery(query);
        ASSERT_FALSE(parsed.ok()) << query;
        EXPECT_EQ(parsed.refusal().status, 400);
        EXPECT_NE(parsed.refusal().message.find(op), std::string::npos) << parsed.refusal().message;
    }
}

TEST(EncodedQuery, TakesTwoCaretsForOneWhereTheyEscape) {
    const auto separate = parseEncodedQuery("a=x^^y=1");
    ASSERT_EQ(separate.value().blocks[0].size(), 2U);
    const auto escaped = parseEncodedQuery("a=x^^y^b=2", Carets::Escape);
    ASSERT_EQ(escaped.value().blocks[0].size(), 2U);
    EXPECT_EQ(escaped.value().blocks[0][0][0].value, "x^y");
}

TEST(EncodedQuery, KeepsTheConditionsOfARelatedListApart) {
    const auto parsed = parseEncodedQuery("a=1^RLQUERYt.r,>=2,m2m^b=2^ORc=3^ENDRLQUERY^d=4");
    const auto& block = parsed.value().blocks.at(0);
    ASSERT_EQ(block.size(), 3U);
    const auto& related = block[1].at(0);
    EXPECT_EQ(related.field, "t.r");
    EXPECT_EQ(related.value, ">=2");
    ASSERT_EQ(related.related.size(), 1U);
    EXPECT_EQ(related.related[0].blocks.at(0).at(0).size(), 2U);
    EXPECT_EQ(parseEncodedQuery("RLQUERYt.r,>=2^b=2").value().blocks.at(0).size(), 1U)
        << "one that is left open ends with the query";
}

TEST(EncodedQuery, RefusesMoreThanItsPieces) {
    std::string query = "state=1";
    for (std::size_t n = 1; n < kPiecesMax; ++n)
        query += "^ORstate=1";
    EXPECT_TRUE(parseEncodedQuery(query).ok());
    EXPECT_FALSE(parseEncodedQuery(query + "^ORstate=1").ok());
}

TEST(EncodedQuery, NotesTermsThatAreNoComparison) {
    const auto parsed =
        parseEncodedQuery("active^number LIKE INC^state=1^=5^short_description123TEXTQUERY321vpn");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed.value().invalid.size(), 4U);
    ASSERT_EQ(parsed.value().blocks.size(), 1U);
    EXPECT_EQ(parsed.value().blocks[0].size(), 1U);
}

TEST(EncodedQuery, LetsOrBindTighterThanAnd) {
    const auto parsed = parseEncodedQuery("a=1^b=2^ORc=3");
    ASSERT_TRUE(parsed.ok());
    ASSERT_EQ(parsed.value().blocks.size(), 1U);
    const auto& block = parsed.value().blocks[0];
    ASSERT_EQ(block.size(), 2U);
    EXPECT_EQ(block[0].size(), 1U);
    EXPECT_EQ(block[1].size(), 2U);
}

TEST(EncodedQuery, StartsANewBlockAtNq) {
    const auto parsed = parseEncodedQuery("a=1^NQb=2^c=3^ORDERBYa");
    ASSERT_TRUE(parsed.ok());
    ASSERT_EQ(parsed.value().blocks.size(), 2U);
    EXPECT_EQ(parsed.value().blocks[1].size(), 2U);
    EXPECT_EQ(parsed.value().sorts.size(), 1U);
}

TEST(EncodedQuery, EndsConditionsAtEqButNotOrdering) {
    const auto parsed = parseEncodedQuery("a=1^EQ^b=2^ORDERBYDESCc^GROUPBYd");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed.value().blocks[0].size(), 1U);
    ASSERT_EQ(parsed.value().sorts.size(), 1U);
    EXPECT_EQ(parsed.value().sorts[0].direction, Direction::Descending);
    EXPECT_EQ(parsed.value().group_by.at(0), "d");
}

TEST(EncodedQuery, ReadsTheLongestOperator) {
    const std::pair<std::string_view, Operator> cases[] = {
        {"aINSTANCEOFb", Operator::InstanceOf},
        {"aINb", Operator::In},
        {"aNOT INb", Operator::NotIn},
        {"aNOT LIKEb", Operator::Lacks},
        {"a!*b", Operator::Lacks},
        {"a*b", Operator::Contains},
        {"a>=b", Operator::AtLeast},
        {"a>b", Operator::Greater},
        {"a!=b", Operator::Differs},
        {"aISNOTEMPTY", Operator::IsNotEmpty},
        {"aNSAMEASb", Operator::DiffersFrom},
        {"aGT_OR_EQUALS_FIELDb", Operator::AtLeastField},
        {"a%b", Operator::EndsWith},
        {"aSTARTSWITHb", Operator::StartsWith},
        {"aONb", Operator::On},
        {"aNOTONb", Operator::NotOn},
        {"aRELATIVEGT@hour@ago@1", Operator::Relative},
        {"aDATEPARTb", Operator::DatePart},
        {"aDYNAMICb", Operator::Dynamic},
        {"aIN_HIERARCHYb", Operator::InHierarchy},
        {"aIN_HIERARCHY_DYNAMICb", Operator::InHierarchyDynamic},
        {"aMORETHANb", Operator::MoreThan},
        {"aLESSTHANb", Operator::LessThan},
        {"aMATCH_PATb", Operator::MatchPattern},
        {"aMATCH_RGXb", Operator::MatchRegex},
    };
    for (const auto& [query, op] : cases) {
        const auto parsed = parseEncodedQuery(query);
        ASSERT_TRUE(parsed.ok()) << query;
        ASSERT_EQ(parsed.value().blocks.size(), 1U) << query;
        EXPECT_EQ(parsed.value().blocks[0][0][0].op, op) << query;
        EXPECT_EQ(parsed.value().blocks[0][0][0].field, "a") << query;
    }
}

}  // namespace
}  // namespace toolhost::sim
