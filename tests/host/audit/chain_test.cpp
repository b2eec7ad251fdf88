#include "audit/chain.hpp"

#include <gtest/gtest.h>

#include "base/ids.hpp"

namespace toolhost::audit {
namespace {

TEST(HashFromHex, RefusesWhatIsNotSixtyFourDigits) {
    EXPECT_EQ(hashFromHex(""), std::nullopt);
    EXPECT_EQ(hashFromHex(std::string(63, 'a')), std::nullopt);
    EXPECT_EQ(hashFromHex(std::string(65, 'a')), std::nullopt);
    EXPECT_EQ(hashFromHex(std::string(64, 'A')), std::nullopt);
    EXPECT_EQ(hashFromHex(std::string(63, 'a') + "g"), std::nullopt);
}

TEST(HashFromHex, ReadsWhatToHexWrites) {
    const std::string hash = base::randomBytes(32);
    EXPECT_EQ(hashFromHex(base::toHex(hash)), hash);
}

// Computed with Python's hashlib.
TEST(ChainHash, IsAsDocumented) {
    EXPECT_EQ(base::toHex(chainHash(std::string(32, '\x01'), R"({"v":1})")),
              "9f2fe311c615ad67b7f05f491355e1017fe1943a1d98e7851ffbcb1fc540a21b");
}

TEST(ChainHash, DependsOnThePrevious) {
    EXPECT_NE(chainHash(std::string(32, '\x01'), "{}"), chainHash(std::string(32, '\x02'), "{}"));
}

}  // namespace
}  // namespace toolhost::audit
