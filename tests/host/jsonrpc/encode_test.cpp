#include "jsonrpc/encode.hpp"

#include <nlohmann/json.hpp>

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
    EXPECT_EQ(encodeString("\"\xff"), "\"\\\"\xef\xbf\xbd\"");
}

TEST(EncodeString, WritesEveryCharacterAsAnotherWriterDoes) {
    for (int c = 0; c < 0x80; ++c) {
        const std::string text{'a', static_cast<char>(c), static_cast<char>(c), 'z'};
        EXPECT_EQ(encodeString(text), nlohmann::json(text).dump()) << c;
    }
    for (const auto* text : {"", "\"", "caf\xc3\xa9 \xf0\x9f\x98\x80", R"({"a":"b\\n"})"})
        EXPECT_EQ(encodeString(text), nlohmann::json(text).dump());
}

}  // namespace
}  // namespace toolhost::jsonrpc
