#include "loader/services/crypto_service.hpp"

#include "base/ids.hpp"

#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

class CryptoServiceTest : public testing::Test {
protected:
    const PluginKeys keys_{crypto::Sealer::ephemeral(), base::Secret("a key")};
    CryptoService ann_{keys_.deriveFor("ann")};
    CryptoService ben_{keys_.deriveFor("ben")};
};

TEST_F(CryptoServiceTest, OpensNothingOfAnotherPlugin) {
    const auto sealed = askService(ann_, json{{"op", "seal"}}, "a text").bytes;
    EXPECT_EQ(askService(ann_, json{{"op", "open"}}, sealed).bytes, "a text");
    const Told told = askService(ben_, json{{"op", "open"}}, sealed);
    EXPECT_EQ(told.status, TOOLHOST_E_DENIED);
    EXPECT_EQ(told.kind(), "sealed");
    EXPECT_EQ(told.bytes, "");
}

TEST_F(CryptoServiceTest, OpensNothingBoundToSomethingElse) {
    const auto sealed = askService(ann_, json{{"op", "seal"}, {"bound_to", "x"}}, "a text").bytes;
    EXPECT_EQ(askService(ann_, json{{"op", "open"}, {"bound_to", "y"}}, sealed).kind(), "sealed");
    EXPECT_EQ(askService(ann_, json{{"op", "open"}, {"bound_to", "x"}}, sealed).bytes, "a text");
}

TEST_F(CryptoServiceTest, MakesOtherCodesForEachPluginAndPurpose) {
    const auto code = [](CryptoService& service, const char* purpose) {
        return askService(service, json{{"op", "hmac_sha256"}, {"purpose", purpose}}, "a").bytes;
    };
    EXPECT_EQ(code(ann_, "x"), code(ann_, "x"));
    EXPECT_NE(code(ann_, "x"), code(ann_, "y"));
    EXPECT_NE(code(ann_, "x"), code(ben_, "x"));
}

TEST_F(CryptoServiceTest, GivesAsManyRandomBytesAsAskedWithinBounds) {
    EXPECT_EQ(askService(ann_, json{{"op", "random"}, {"size", 0}}).kind(), "argument");
    EXPECT_EQ(askService(ann_, json{{"op", "random"}, {"size", 65'537}}).kind(), "argument");
    EXPECT_EQ(askService(ann_, json{{"op", "random"}, {"size", 65'536}}).bytes.size(), 65'536U);
    EXPECT_NE(askService(ann_, json{{"op", "random"}, {"size", 16}}).bytes,
              askService(ann_, json{{"op", "random"}, {"size", 16}}).bytes);
}

TEST_F(CryptoServiceTest, DigestsBySha256) {
    EXPECT_EQ(base::toHex(askService(ann_, json{{"op", "sha256"}}, "abc").bytes),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace toolhost::loader
