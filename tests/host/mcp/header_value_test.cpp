#include "mcp/header_value.hpp"

#include <gtest/gtest.h>

namespace toolhost::mcp {
namespace {

TEST(DecodeHeaderValue, TakesOnlyTheExactMarkers) {
    EXPECT_EQ(decodeHeaderValue("=?base64?SGVsbG8=?="), "Hello");
    EXPECT_EQ(decodeHeaderValue("=?BASE64?SGVsbG8=?="), "=?BASE64?SGVsbG8=?=");
    EXPECT_EQ(decodeHeaderValue("=?base64?SGVsbG8="), "=?base64?SGVsbG8=");
    EXPECT_FALSE(decodeHeaderValue("=?base64?SGVs!!!bG8=?="));
}

}  // namespace
}  // namespace toolhost::mcp
