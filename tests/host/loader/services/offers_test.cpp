#include "loader/services/offers.hpp"

#include <algorithm>

#include "boundary/interfaces.hpp"
#include "loader/host_services.hpp"

#include "plugin_directory.hpp"
#include "service_house.hpp"

namespace toolhost::loader {
namespace {

class OffersTest : public testing::Test {
protected:
    std::string grantedTo(const GrantSettings& grants, SharedServices* shared) {
        HostServices services(
            {"a", "com.example.a", grants}, {}, {*servicenow_, house_.clock, house_.log, shared});
        std::string granted;
        for (const auto id : boundary::kGrantedInterfaces) {
            if (services.grants(id)) granted += std::string(shortNameOf(id)) + ' ';
        }
        return granted;
    }

    ServiceHouse house_;
    base::SystemClock clock_;
    outbound::Client outbound_{{}, clock_, house_.log};
    std::unique_ptr<servicenow::Service> servicenow_ =
        servicenow::Service::create({}, {outbound_, clock_, house_.log}).value();
};

TEST_F(OffersTest, AreFewWhereAPluginIsOnlyLookedAt) {
    EXPECT_EQ(grantedTo({}, nullptr), "servicenow trace ");
}

TEST_F(OffersTest, AreTheDefaultOnes) {
    EXPECT_EQ(grantedTo({}, &house_.shared()),
              "metrics events tasks servicenow store sql crypto audit trace ");
}

/// Everything that has to be configured.
GrantSettings everything() {
    GrantSettings grants;
    grants.secrets["a"].value = base::Secret("x");
    grants.http_hosts = {"api.example.com"};
    grants.oauth["a"].token_url = "https://example.com/token";
    grants.jwt["a"].issuer = "https://example.com";
    grants.jwt["a"].audience = "us";
    return grants;
}

TEST_F(OffersTest, HaveThoseThatWereConfigured) {
    EXPECT_EQ(grantedTo(everything(), &house_.shared()),
              "metrics events tasks servicenow http store sql secrets oauth jwt crypto audit "
              "trace ");
}

TEST_F(OffersTest, LackEachThatWasDenied) {
    for (const auto name : kDeniableServices) {
        GrantSettings grants = everything();
        grants.denied = {std::string(name)};
        EXPECT_EQ((' ' + grantedTo(grants, &house_.shared())).find(' ' + std::string(name) + ' '),
                  std::string::npos)
            << name;
    }
}

TEST_F(OffersTest, LackWhatWasConfiguredWrongAndTheLogSaysWhy) {
    GrantSettings grants = everything();
    grants.http_hosts.emplace_back("no host");
    grants.jwt["a"].signing_key_file = "/nonexistent.pem";
    const std::string granted = grantedTo(grants, &house_.shared());
    EXPECT_EQ(granted.find("http"), std::string::npos);
    EXPECT_EQ(granted.find("jwt"), std::string::npos);
    const std::string log = house_.log_text.str();
    EXPECT_NE(log.find("no host"), std::string::npos) << log;
    EXPECT_NE(log.find("/nonexistent.pem"), std::string::npos) << log;
}

TEST_F(OffersTest, CanAllBeDenied) {
    std::vector<std::string> names;
    for (const auto id : boundary::kGrantedInterfaces) {
        names.emplace_back(shortNameOf(id));
    }
    std::sort(names.begin(), names.end());
    EXPECT_TRUE(
        std::equal(names.begin(), names.end(), kDeniableServices.begin(), kDeniableServices.end()));
}

}  // namespace
}  // namespace toolhost::loader
