#include "servicenow/exchange/rate_limit.hpp"

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

using std::chrono::seconds;

const base::WallTime kNow = base::WallTime(seconds(784'111'777));  // 1994-11-06 08:49:37

RateLimit read(int status, const outbound::Headers& headers) {
    return readRateLimit(outbound::Response{status, headers, ""}, kNow);
}

TEST(HttpDate, IsOneOrNothing) {
    EXPECT_EQ(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT"), kNow);
    for (const char* text : {"",
                             "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 06 Nov 1994 08:49:37",
                             "Sun, 31 Feb 1994 08:49:37 GMT",
                             "Sun, 06 Nop 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:00:00 GMT",
                             "Sun, 06 Nov 1994 08:60:00 GMT",
                             "Sun, -6 Nov 1994 08:49:37 GMT",
                             "Sunday, 06-Nov-94 08:49:37 GMT"})
        EXPECT_FALSE(parseHttpDate(text)) << text;
}

TEST(RateLimit, IsNothingWhereAnAnswerSaysNothing) {
    const RateLimit said = read(200, {});
    EXPECT_TRUE(said.rule.empty());
    EXPECT_FALSE(said.is_refusal);
    EXPECT_FALSE(said.limit || said.resets_at || said.retry_after);
}

TEST(RateLimit, IsReadFromServiceNowsHeaders) {
    const RateLimit said = read(429,
                                {{"X-RateLimit-Limit", "500"},
                                 {"X-RateLimit-Reset", "784112000"},
                                 {"X-RateLimit-Rule", "0123456789abcdef0123456789abcdef"},
                                 {"Retry-After", "12"}});
    EXPECT_TRUE(said.is_refusal);
    EXPECT_EQ(said.limit, 500);
    EXPECT_EQ(said.resets_at, base::WallTime(seconds(784'112'000)));
    EXPECT_EQ(said.rule, "0123456789abcdef0123456789abcdef");
    EXPECT_EQ(said.retry_after, seconds(12));
}

TEST(RateLimit, TakesADateForRetryAfter) {
    EXPECT_EQ(read(503, {{"Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"}}).retry_after,
              seconds(30));
    EXPECT_EQ(read(503, {{"Retry-After", "Sun, 06 Nov 1994 08:00:00 GMT"}}).retry_after,
              seconds(0));
}

TEST(RateLimit, IgnoresWhatIsMalformed) {
    for (const char* text : {"", "-1", "soon", "1.5", "12 s", "99999999999999999999"}) {
        const RateLimit said = read(
            429, {{"Retry-After", text}, {"X-RateLimit-Limit", text}, {"X-RateLimit-Reset", text}});
        EXPECT_FALSE(said.limit || said.resets_at || said.retry_after) << text;
        EXPECT_TRUE(said.is_refusal);
    }
}

TEST(RateLimit, IsARefusalOf503OnlyWhenItSaysWhenToComeAgain) {
    EXPECT_FALSE(read(503, {}).is_refusal);
    EXPECT_TRUE(read(503, {{"Retry-After", "1"}}).is_refusal);
    EXPECT_FALSE(read(200, {{"Retry-After", "1"}}).is_refusal);
}

}  // namespace
}  // namespace toolhost::servicenow
