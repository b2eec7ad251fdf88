#include "jsonrpc/message.hpp"

#include <gtest/gtest.h>

namespace toolhost::jsonrpc {
namespace {

struct Refusal {
    const char* text;
    int code;
};

class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, IsNoMessage) {
    const Message message = decode(GetParam().text);
    ASSERT_TRUE(std::holds_alternative<Malformed>(message)) << GetParam().text;
    EXPECT_EQ(std::get<Malformed>(message).code, GetParam().code) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Decode,
    Refused,
    testing::Values(Refusal{"", kParseError},
                    Refusal{"{", kParseError},
                    Refusal{"{}{}", kParseError},
                    Refusal{"nonsense", kParseError},
                    Refusal{"\"\xff\"", kParseError},
                    Refusal{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\xff\"}", kParseError},
                    Refusal{"7", kInvalidRequest},
                    Refusal{"{}", kInvalidRequest},
                    Refusal{R"({"jsonrpc":"1.0","id":1,"method":"ping"})", kInvalidRequest},
                    Refusal{R"({"jsonrpc":"2.0","id":null,"method":"ping"})", kInvalidRequest},
                    Refusal{R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", kInvalidRequest},
                    Refusal{R"({"jsonrpc":"2.0","id":{},"method":"ping"})", kInvalidRequest},
                    Refusal{R"({"jsonrpc":"2.0","id":1,"method":7})", kInvalidRequest},
                    Refusal{R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[]})",
                            kInvalidRequest},
                    Refusal{R"({"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"})",
                            kInvalidRequest},
                    Refusal{R"({"jsonrpc":"2.0","id":1,"result":{},"error":{}})", kInvalidRequest},
                    Refusal{R"({"jsonrpc":"2.0","id":1})", kInvalidRequest}));

TEST(Decode, ReadsARequestAndKeepsItsParamsAsWritten) {
    const std::string text =
        R"( {"jsonrpc":"2.0","params":{ "a" : 18446744073709551616 , "z":1},"id":"x\n","method":"tools/call"})";
    const Message message = decode(text);
    ASSERT_TRUE(std::holds_alternative<Request>(message));
    const auto& request = std::get<Request>(message);
    EXPECT_EQ(request.method, "tools/call");
    EXPECT_EQ(request.id.json, R"("x\n")");
    EXPECT_EQ(request.params, R"({ "a" : 18446744073709551616 , "z":1})");
}

TEST(Decode, ReadsNotificationsResponsesAndBatches) {
    EXPECT_TRUE(std::holds_alternative<Notification>(
        decode(R"({"jsonrpc":"2.0","method":"notifications/initialized"})")));
    const std::string response = R"({"jsonrpc":"2.0","id":-7,"result":{"roots":[]}})";
    const Message message = decode(response);
    ASSERT_TRUE(std::holds_alternative<Response>(message));
    EXPECT_EQ(std::get<Response>(message).result, R"({"roots":[]})");
    EXPECT_TRUE(std::holds_alternative<Batch>(decode("[]")));
}

TEST(Decode, SurvivesDeepNesting) {
    const std::string deep(100'000, '[');
    EXPECT_TRUE(std::holds_alternative<Malformed>(decode(deep)));
    EXPECT_TRUE(std::holds_alternative<Malformed>(decode(R"({"jsonrpc":)" + deep)));
}

}  // namespace
}  // namespace toolhost::jsonrpc
