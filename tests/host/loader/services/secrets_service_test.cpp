#include "loader/services/secrets_service.hpp"

#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

class SecretsServiceTest : public testing::Test {
protected:
    ServiceHouse house_;
    SecretsService service_{{{"api_key", GrantedSecret{base::Secret("s3cr3t-value")}}},
                            PluginRecords(house_.trail(), "com.example.a")};
};

TEST_F(SecretsServiceTest, GivesNoneThatWasNotGranted) {
    const Told told = askService(service_, json{{"op", "get"}, {"name", "other"}});
    EXPECT_EQ(told.status, TOOLHOST_E_DENIED);
    EXPECT_EQ(told.kind(), "not_granted");
    EXPECT_TRUE(house_.recorded("plugin.secret_read").empty());
}

TEST_F(SecretsServiceTest, RecordsTheFirstReadingAndNeverTheSecret) {
    EXPECT_EQ(askService(service_, json{{"op", "get"}, {"name", "api_key"}}).bytes, "s3cr3t-value");
    EXPECT_EQ(askService(service_, json{{"op", "get"}, {"name", "api_key"}}).bytes, "s3cr3t-value");
    const auto records = house_.recorded("plugin.secret_read");
    ASSERT_EQ(records.size(), 1U);
    EXPECT_NE(records[0].find("api_key"), std::string::npos) << records[0];
    EXPECT_NE(records[0].find("com.example.a"), std::string::npos) << records[0];
    EXPECT_EQ(records[0].find("s3cr3t"), std::string::npos) << records[0];
    EXPECT_EQ(house_.log_text.str().find("s3cr3t"), std::string::npos);
}

TEST_F(SecretsServiceTest, NamesThoseItHas) {
    EXPECT_EQ(askService(service_, json{{"op", "names"}}).json, (json{{"names", {"api_key"}}}));
}

}  // namespace
}  // namespace toolhost::loader
