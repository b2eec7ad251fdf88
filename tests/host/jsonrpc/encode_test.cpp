#include "jsonrpc/encode.hpp"

#include <gtest/gtest.h>

namespace toolhost::jsonrpc {
namespace {

TEST(EncodeError, LeavesTheIdOutWhenThereIsNone) {
    EXPECT_EQ(encodeError(std::nullopt, {kParseError, "bad \"body\"", ""}),
              R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"bad \"body\""}})");
}

TEST(EncodeError, CarriesData) {
    EXPECT_EQ(
        encodeError(Id{"7"}, {-32022, "no", R"({"supported":[]})"}),
        R"({"jsonrpc":"2.0","id":7,"error":{"code":-32022,"message":"no","data":{"supported":[]}}})");
}

TEST(EncodeResult, SplicesTheResultAsItIs) {
    EXPECT_EQ(encodeResult(Id{"\"a\""}, R"({ "n": 1.0 })"),
              R"({"jsonrpc":"2.0","id":"a","result":{ "n": 1.0 }})");
}

TEST(EncodeString, NeverEmitsInvalidUtf8) {
    EXPECT_EQ(encodeString("a\xff"), "\"a\xef\xbf\xbd\"");
}

}  // namespace
}  // namespace toolhost::jsonrpc
