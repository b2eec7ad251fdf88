#include <gtest/gtest.h>

#include <toolhost/result.hpp>

namespace toolhost::sdk {
namespace {

TEST(Result, SaysThatItIsAnError) {
    EXPECT_EQ(Result::error("no").jsonText(),
              R"({"content":[{"text":"no","type":"text"}],"isError":true})");
}

TEST(Result, HoldsTextAndStructureBesideOneAnother) {
    EXPECT_EQ(Result::structured({{"n", 1}}).jsonText(), R"({"structuredContent":{"n":1}})");
    EXPECT_EQ(Result::structured({{"n", 1}}).addText("one").jsonText(),
              R"({"content":[{"text":"one","type":"text"}],"structuredContent":{"n":1}})");
}

TEST(Result, SplicesTextAsItIs) {
    EXPECT_EQ(Result::structured({{"n", 1}}).splice("rows", "[ 1.0 ]").jsonText(),
              R"({"structuredContent":{"n":1,"rows":[ 1.0 ]}})");
    EXPECT_EQ(Result::structured(nlohmann::json::object())
                  .splice("a", "1")
                  .splice("\"", "2")
                  .addText("t")
                  .jsonText(),
              R"({"content":[{"text":"t","type":"text"}],"structuredContent":{"a":1,"\"":2}})");
}

TEST(Result, ReplacesWhatIsNotUtf8) {
    EXPECT_EQ(Result::structured({{"t", "a\xff"}}).jsonText(),
              "{\"structuredContent\":{\"t\":\"a\xef\xbf\xbd\"}}");
}

}  // namespace
}  // namespace toolhost::sdk
