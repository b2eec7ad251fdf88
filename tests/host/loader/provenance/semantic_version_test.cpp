#include "loader/provenance/semantic_version.hpp"

#include <gtest/gtest.h>

namespace toolhost::loader {
namespace {

TEST(SemanticVersion, RefusesWhatIsNone) {
    for (const char* text : {"",
                             "1",
                             "1.0",
                             "1.0.0.0",
                             "v1.0.0",
                             "01.0.0",
                             "1.00.0",
                             "1.0.0-",
                             "1.0.0-a..b",
                             "1.0.0-01",
                             "1.0.0+",
                             "1.0.0+a_b",
                             "1.0.0 ",
                             "-1.0.0",
                             "99999999999999999999.0.0"})
        EXPECT_FALSE(SemanticVersion::parse(text)) << text;
}

TEST(SemanticVersion, OrdersAsTheSpecificationDoes) {
    const char* const rising[] = {"0.9.9",
                                  "1.0.0-0",
                                  "1.0.0-alpha",
                                  "1.0.0-alpha.1",
                                  "1.0.0-alpha.beta",
                                  "1.0.0-beta",
                                  "1.0.0-beta.2",
                                  "1.0.0-beta.11",
                                  "1.0.0-rc.1",
                                  "1.0.0",
                                  "1.0.1",
                                  "1.2.0",
                                  "1.10.0",
                                  "2.0.0-x-y",
                                  "2.0.0"};
    for (std::size_t index = 0; index + 1 < std::size(rising); ++index) {
        const auto lower = SemanticVersion::parse(rising[index]);
        const auto higher = SemanticVersion::parse(rising[index + 1]);
        ASSERT_TRUE(lower && higher) << rising[index];
        EXPECT_LT(*lower, *higher) << rising[index] << " and " << rising[index + 1];
        EXPECT_GT(*higher, *lower);
    }
}

TEST(SemanticVersion, DoesNotCountBuildMetadata) {
    EXPECT_EQ(*SemanticVersion::parse("1.0.0+one"), *SemanticVersion::parse("1.0.0+two.2"));
}

}  // namespace
}  // namespace toolhost::loader
