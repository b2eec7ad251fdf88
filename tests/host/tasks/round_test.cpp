#include "tasks/round.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace toolhost::tasks {
namespace {

using nlohmann::json;

TEST(Round, RefusesQuestionsAndAnswersThatAreNoObjects) {
    EXPECT_FALSE(nextRound({}, "[]").ok());
    EXPECT_FALSE(nextRound({}, "").ok());
    const Round asked = nextRound({}, R"({"a":{}})").value();
    EXPECT_FALSE(answered(asked, "[]").ok());
    EXPECT_FALSE(answered(asked, "null").ok());
}

TEST(Round, NeverUsesAKeyTwiceInATask) {
    const Round first = nextRound({}, R"({"name":{"method":"m"},"2.name":{}})").value();
    const Round second = nextRound(first, R"({"name":{"method":"m"}})").value();
    const json before = json::parse(first.questions);
    const json after = json::parse(second.questions);
    EXPECT_EQ(before, json::parse(R"({"1.name":{"method":"m"},"1.2.name":{}})"));
    EXPECT_EQ(after, json::parse(R"({"2.name":{"method":"m"}})"));
}

TEST(Round, KeepsPartOfTheAnswersAndGoesOnAskingTheRest) {
    const Round asked = nextRound({}, R"({"a":{"method":"x"},"b":{"method":"y"}})").value();
    const Round half = answered(asked, R"({"1.a":{"action":"accept"}})").value();
    EXPECT_FALSE(half.isAnswered());
    EXPECT_EQ(json::parse(half.questions), json::parse(R"({"1.b":{"method":"y"}})"));
    const Round whole = answered(half, R"({"1.b":7})").value();
    EXPECT_TRUE(whole.isAnswered());
    EXPECT_EQ(json::parse(whole.answers), json::parse(R"({"a":{"action":"accept"},"b":7})"));
}

TEST(Round, IgnoresAnswersToWhatIsNotAsked) {
    const Round asked = nextRound({}, R"({"a":{}})").value();
    const Round same = answered(asked, R"({"a":1,"2.a":1,"other":1})").value();
    EXPECT_EQ(same.questions, asked.questions);
    EXPECT_EQ(same.answers, "{}");
}

TEST(Round, IgnoresASecondAnswerToTheSameQuestion) {
    const Round asked = nextRound({}, R"({"a":{},"b":{}})").value();
    const Round once = answered(asked, R"({"1.a":"first"})").value();
    const Round twice = answered(once, R"({"1.a":"second"})").value();
    EXPECT_EQ(json::parse(twice.answers), json::parse(R"({"a":"first"})"));
}

TEST(Round, GivesAnswersBackByTheNamesTheToolChose) {
    const Round asked = nextRound({}, R"({"v1.2 key":{}})").value();
    EXPECT_EQ(json::parse(answered(asked, R"({"1.v1.2 key":true})").value().answers),
              json::parse(R"({"v1.2 key":true})"));
}

}  // namespace
}  // namespace toolhost::tasks
