#include "loader/provenance/public_key.hpp"

#include <gtest/gtest.h>

#include "crypto/signing_key.hpp"

namespace toolhost::loader {
namespace {

crypto::SigningKey makeKey(crypto::Algorithm algorithm = crypto::Algorithm::Ed25519) {
    return crypto::SigningKey::generate(algorithm).value();
}

TEST(ParsePublicKey, RefusesWhatIsNoSuchLine) {
    const std::string line = lineOf(makeKey().verifyingKey(), {}).value();
    for (const auto& text : {std::string(),
                             std::string("# only a comment\n"),
                             std::string("ed25519"),
                             std::string("ed25519 !!!"),
                             std::string("ed25519 AAAA"),
                             "rsa" + line.substr(7),
                             line + '\n' + line})
        EXPECT_FALSE(parsePublicKey(text).ok()) << text;
}

TEST(ParsePublicKey, ReadsWhatWasWritten) {
    const auto key = makeKey();
    const auto line = lineOf(key.verifyingKey(), {"com.vendor.*", "org.other.tool"}).value();
    const auto read = parsePublicKey("# our vendor\n\n  " + line + "  \n");
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_EQ(read.value().key.id(), key.id());
    EXPECT_EQ(read.value().plugins, (std::vector<std::string>{"com.vendor.*", "org.other.tool"}));
}

TEST(LineOf, RefusesAnotherKindOfKey) {
    EXPECT_FALSE(lineOf(makeKey(crypto::Algorithm::Es256).verifyingKey(), {}).ok());
}

TEST(MaySign, WantsAnIdOrWhatIsBelowOne) {
    EXPECT_FALSE(maySign({}, "com.vendor.tool"));
    EXPECT_FALSE(maySign({"com.vendor.*"}, "com.vendor"));
    EXPECT_FALSE(maySign({"com.vendor.*"}, "com.vendors.tool"));
    EXPECT_FALSE(maySign({"com.vendor.tool"}, "com.vendor.tool.more"));
    EXPECT_FALSE(maySign({"com*"}, "com.vendor"));
    EXPECT_TRUE(maySign({"com.vendor.*"}, "com.vendor.tool"));
    EXPECT_TRUE(maySign({"org.other", "com.vendor.tool"}, "com.vendor.tool"));
    EXPECT_TRUE(maySign({"*"}, "com.vendor.tool"));
}

}  // namespace
}  // namespace toolhost::loader
