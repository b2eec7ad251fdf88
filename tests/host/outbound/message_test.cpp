#include "outbound/message.hpp"

#include <gtest/gtest.h>

namespace toolhost::outbound {
namespace {

TEST(Response, FindsNoHeaderThatIsNotThere) {
    EXPECT_FALSE(Response{}.findHeader("Retry-After").has_value());
}

TEST(Response, FindsAHeaderInAnyCase) {
    const Response response{200, {{"X-Total-Count", "7"}, {"x-total-count", "8"}}, ""};
    EXPECT_EQ(response.findHeader("x-TOTAL-count"), "7");
}

}  // namespace
}  // namespace toolhost::outbound
