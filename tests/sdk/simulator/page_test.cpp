#include "simulator/api/page.hpp"

#include <gtest/gtest.h>

namespace toolhost::sim {
namespace {

TEST(Page, HasTheLimitThatItsListHasByDefault) {
    const auto page = Page::of(Parameters::parse(""), 10'000);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page.value().limit, 10'000);
    EXPECT_EQ(page.value().offset, 0);
}

TEST(LinkHeader, EndsAtTheLastPage) {
    Request request;
    request.base_url = "http://sim";
    request.path = "/p";
    const auto only = linkHeader(request, {10, 0}, 10);
    EXPECT_EQ(only,
              "<http://sim/p?sysparm_offset=0>;rel=\"first\",<http://sim/"
              "p?sysparm_offset=0>;rel=\"last\"");
    EXPECT_NE(linkHeader(request, {10, 0}, 11).find("sysparm_offset=10>;rel=\"next\""),
              std::string::npos);
}

}  // namespace
}  // namespace toolhost::sim
