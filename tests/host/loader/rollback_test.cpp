#include <gtest/gtest.h>

#include "loader/plugins.hpp"
#include "store/database.hpp"

#include "one_call.hpp"
#include "plugin_directory.hpp"
#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

/// A host with a memory, where version 1.0.0 served and then 2.0.0 was put in its place.
class RollBackTest : public testing::Test {
protected:
    void SetUp() override {
        directory_.settings.watch = false;
        directory_.settings.plugins["generation"].isolation = Isolation::InProcess;
        directory_.put("generation_1.so", "generation.so");
        start();
        directory_.put("generation_2.so", "generation.so");
        reload();
        ASSERT_EQ(which(), "2.0.0");
    }

    void start() {
        plugins_.reset();
        plugins_ = directory_
                       .start({{folder_.path(), &record_, Admission::Purpose::Serve},
                               [this](std::string_view event, const Verdict& verdict) {
                                   told_ += std::string(event) + ' ' + verdict.version + '\n';
                               }})
                       .value();
    }

    void reload() { ASSERT_TRUE(plugins_->reload(directory_.settings).ok()); }

    [[nodiscard]] std::string which() const { return say(*plugins_->catalogue(), "which"); }

    ScratchFolder folder_;
    PluginDirectory directory_{};
    std::unique_ptr<store::Database> database_ =
        store::Database::open(
            folder_.path() / "toolhost.db", {PluginRegister::migrations()}, directory_.logger())
            .value();
    PluginRegister record_{*database_};
    std::string told_;
    std::unique_ptr<Plugins> plugins_;
};

TEST_F(RollBackTest, RefusesAPluginThatIsNotThereAndAVersionThatIsNotKept) {
    EXPECT_FALSE(plugins_->rollBack("nobody", std::nullopt).ok());
    const auto back = plugins_->rollBack("generation", "0.9.0");
    ASSERT_FALSE(back.ok());
    EXPECT_NE(back.error().what.find("no version 0.9.0 of plugin test.generation"),
              std::string::npos);
    EXPECT_EQ(which(), "2.0.0");
}

TEST_F(RollBackTest, LetsServeWhatServedBefore) {
    ASSERT_TRUE(plugins_->rollBack("generation", std::nullopt).ok());
    EXPECT_EQ(which(), "1.0.0");
    EXPECT_NE(told_.find("plugin.rolled_back 1.0.0"), std::string::npos) << told_;
}

TEST_F(RollBackTest, KnowsThePluginByItsIdToo) {
    EXPECT_TRUE(plugins_->rollBack("test.generation", "1.0.0").ok());
    EXPECT_EQ(which(), "1.0.0");
}

TEST_F(RollBackTest, HoldsThroughReloadsAndRestarts) {
    ASSERT_TRUE(plugins_->rollBack("generation", std::nullopt).ok());
    reload();
    EXPECT_EQ(which(), "1.0.0");
    start();
    EXPECT_EQ(which(), "1.0.0");
    const Verdict verdict = plugins_->verdicts().at(0);
    ASSERT_EQ(verdict.cautions.size(), 1U);
    EXPECT_EQ(verdict.cautions[0].what, "version 2.0.0, which the file has, was rolled back");
}

TEST_F(RollBackTest, EndsWhenTheFileHasSomethingElse) {
    ASSERT_TRUE(plugins_->rollBack("generation", std::nullopt).ok());
    directory_.put("generation_2.so", "generation.so", "mended");
    reload();
    EXPECT_EQ(which(), "2.0.0");
}

TEST_F(RollBackTest, CanBeTakenBack) {
    ASSERT_TRUE(plugins_->rollBack("generation", std::nullopt).ok());
    ASSERT_TRUE(plugins_->rollBack("generation", "2.0.0").ok());
    EXPECT_EQ(which(), "2.0.0");
    start();
    EXPECT_EQ(which(), "2.0.0");
    EXPECT_TRUE(plugins_->verdicts().at(0).cautions.empty());
}

TEST_F(RollBackTest, RefusesARevokedContent) {
    std::filesystem::create_directory(directory_.settings.keys);
    const auto contents = record_.contents("test.generation").value();
    std::ofstream(directory_.settings.keys / "revoked") << contents.back().sha256 << "\n";
    const auto back = plugins_->rollBack("generation", std::nullopt);
    ASSERT_FALSE(back.ok());
    EXPECT_NE(back.error().what.find("revoked"), std::string::npos) << back.error().what;
    EXPECT_EQ(which(), "2.0.0");
}

TEST_F(RollBackTest, GoesPastAFileThatCannotBeRead) {
    directory_.put("not_a_library.so", "generation.so");
    reload();
    ASSERT_EQ(which(), "2.0.0");
    ASSERT_TRUE(plugins_->rollBack("generation", std::nullopt).ok());
    EXPECT_EQ(which(), "1.0.0");
    start();
    EXPECT_EQ(which(), "1.0.0");
}

}  // namespace
}  // namespace toolhost::loader
