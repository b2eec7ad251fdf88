#include "oauth/token_issuer.hpp"

#include <optional>

#include <gtest/gtest.h>

#include "oauth_house.hpp"

namespace toolhost::oauth {
namespace {

base::Result<identity::IssuedToken> issueFor(const OauthHouse& house, const UserTokenOrder& order) {
    std::promise<base::Result<identity::IssuedToken>> promise;
    house.issuer.issueForUser(order, [&promise](base::Result<identity::IssuedToken> issued) {
        promise.set_value(std::move(issued));
    });
    return promise.get_future().get();
}

UserTokenOrder orderFor(std::string user) {
    UserTokenOrder order{std::move(user), {}, std::chrono::seconds(600), {}};
    order.actor.subject = "root";
    order.actor.evidence = identity::Evidence::Process;
    return order;
}

TEST(TokenIssuer, RefusesAndRecordsAUserTokenThatCannotBe) {
    OauthHouse house;
    auto immortal = orderFor("alice");
    immortal.lifetime = std::chrono::seconds(86'401);
    auto powerful = orderFor("alice");
    powerful.scopes = {"admin"};
    for (const auto& order :
         {orderFor(""), orderFor("a\nb"), orderFor("toolhost-cli"), immortal, powerful})
        EXPECT_FALSE(issueFor(house, order)) << order.user;
    const auto records = house.records();
    ASSERT_EQ(records.size(), 5U);
    for (const auto& record : records)
        EXPECT_EQ(record.outcome, "denied");
}

TEST(TokenIssuer, GivesAnOperatorATokenThatNamesTheUser) {
    OauthHouse house;
    const auto issued = issueFor(house, orderFor("abel.tuter"));
    ASSERT_TRUE(issued);
    EXPECT_EQ(issued.value().lifetime, std::chrono::seconds(600));
    const auto verdict =
        house.tokens.verify(issued.value().token.reveal(), identity::at(identity::kNoon));
    ASSERT_TRUE(std::holds_alternative<identity::Principal>(verdict));
    EXPECT_EQ(std::get<identity::Principal>(verdict).user, "abel.tuter");
    EXPECT_EQ(std::get<identity::Principal>(verdict).client_id, "toolhost-cli");
    const auto records = house.records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].outcome, "intended");
    EXPECT_EQ(records[0].subject, "root");
    EXPECT_EQ(records[0].evidence, "process");
    EXPECT_EQ(records[0].details.at("subject"), "abel.tuter");
    EXPECT_EQ(records[0].details.at("grant"), "operator");
}

}  // namespace
}  // namespace toolhost::oauth
