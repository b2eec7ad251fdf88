#include "http/exchange.hpp"

#include <gtest/gtest.h>

namespace toolhost::http {
namespace {

TEST(FindField, IgnoresCaseAndTakesTheFirst) {
    const Fields fields = {{"X-One", "1"}, {"x-one", "2"}};
    EXPECT_EQ(findField(fields, "X-ONE"), "1");
    EXPECT_EQ(findFields(fields, "x-one").size(), 2U);
    EXPECT_FALSE(findField(fields, "x-two"));
}

TEST(Refusal, IsJsonWhateverItSays) {
    EXPECT_EQ(refusal(400, "a \"b\"\n\xff").body, "{\"error\":\"a \\\"b\\\"\\n\xef\xbf\xbd\"}\n");
}

}  // namespace
}  // namespace toolhost::http
