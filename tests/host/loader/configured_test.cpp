// A configuration that changes while the plugin runs, in this process and in one of its own.
#include <gtest/gtest.h>

#include "one_call.hpp"
#include "plugin_directory.hpp"

namespace toolhost::loader {
namespace {

class ConfiguredTest : public testing::TestWithParam<Isolation> {
protected:
    void SetUp() override {
        settings().isolation = GetParam();
        settings().config = {{"greeting", "Hi"}, {"times", "2"}};
        plugins_ = directory_.start().value();
    }

    PluginSettings& settings() { return directory_.settings.plugins["configured"]; }

    std::vector<Verdict> reload() { return plugins_->reload(directory_.settings).value(); }

    std::string says() { return say(*plugins_->catalogue(), "says"); }
    std::string counts() { return say(*plugins_->catalogue(), "counts"); }

    PluginDirectory directory_{"configured.so"};
    std::unique_ptr<Plugins> plugins_;
};

INSTANTIATE_TEST_SUITE_P(Modes,
                         ConfiguredTest,
                         testing::Values(Isolation::InProcess, Isolation::Process),
                         [](const auto& mode) {
                             return mode.param == Isolation::InProcess ? "InProcess" : "InAProcess";
                         });

TEST_P(ConfiguredTest, GivesAPluginItsSettingsAsItsSchemaReadsThem) {
    EXPECT_EQ(says(), "Hi x 2, set: Hi");
}

TEST_P(ConfiguredTest, LetsAPluginTakeUpAChangeWhileItRuns) {
    EXPECT_EQ(counts(), "1");
    settings().config = {{"greeting", "Good day"}};
    EXPECT_TRUE(reload().at(0).serves());
    EXPECT_EQ(says(), "Good day x 1, set: Good day");
    EXPECT_EQ(counts(), "2") << "it is the same instance";
}

TEST_P(ConfiguredTest, LeavesAllAsItWasWhenThePluginRefusesAChange) {
    settings().config = {{"greeting", "Boo"}, {"times", "5"}};
    const Verdict verdict = reload().at(0);
    EXPECT_NE(verdict.refusal.find("that is no greeting"), std::string::npos) << verdict.refusal;
    EXPECT_EQ(verdict.still_serving, "1.0.0");
    EXPECT_EQ(says(), "Hi x 2, set: Hi");
}

TEST_P(ConfiguredTest, LeavesAllAsItWasWhenAChangeBreaksTheSchema) {
    settings().config = {{"greeting", "Hi"}, {"times", "9"}};
    const Verdict verdict = reload().at(0);
    EXPECT_NE(verdict.refusal.find("times"), std::string::npos) << verdict.refusal;
    EXPECT_EQ(says(), "Hi x 2, set: Hi");
}

}  // namespace
}  // namespace toolhost::loader
