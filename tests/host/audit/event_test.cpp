#include "audit/event.hpp"

#include <gtest/gtest.h>

namespace toolhost::audit {
namespace {

TEST(Outcome, HasTheNamesThatRecordsUse) {
    EXPECT_EQ(nameOf(Outcome::Intended), "intended");
    EXPECT_EQ(nameOf(Outcome::Ok), "ok");
    EXPECT_EQ(nameOf(Outcome::Denied), "denied");
    EXPECT_EQ(nameOf(Outcome::Failed), "failed");
}

}  // namespace
}  // namespace toolhost::audit
