#include "loader/provenance/plugin_register.hpp"

#include <sstream>

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

const char* const kId = "com.vendor.tool";
constexpr std::size_t kCopiesMax = 2;

/// A register in a database of its own, which can be closed and opened again.
class Kept {
public:
    Kept() { reopen(); }

    void reopen() {
        record.reset();
        database_.reset();
        database_ = store::Database::open(
                        folder_.path() / "toolhost.db", {PluginRegister::migrations()}, log_)
                        .value();
        record = std::make_unique<PluginRegister>(*database_);
    }

    void serve(const std::string& version, const std::string& pins = "{}") {
        now_ += std::chrono::seconds(1);
        const auto done =
            record->recordServed(kId, {"content of " + version, version}, pins, kCopiesMax, now_);
        ASSERT_TRUE(done.ok()) << done.error().what;
    }

    [[nodiscard]] PluginRecord found() const { return record->find(kId).value().value(); }

    std::unique_ptr<PluginRegister> record;

private:
    ScratchFolder folder_;
    std::ostringstream log_text_;
    base::Log log_{log_text_, base::LogLevel::Debug};
    base::WallTime now_;
    std::unique_ptr<store::Database> database_;
};

TEST(PluginRegister, KnowsNothingOfAPluginThatNeverServed) {
    Kept kept;
    EXPECT_FALSE(kept.record->find(kId).value());
    for (const auto& done : {kept.record->approve(kId),
                             kept.record->setFloor(kId, "1.0.0"),
                             kept.record->recordSeen(kId, "{}")}) {
        ASSERT_FALSE(done.ok());
        EXPECT_NE(done.error().what.find("ever served"), std::string::npos) << done.error().what;
    }
}

TEST(PluginRegister, RefusesAFloorThatIsNoVersion) {
    Kept kept;
    kept.serve("1.0.0");
    EXPECT_FALSE(kept.record->setFloor(kId, "one").ok());
    EXPECT_EQ(kept.found().floor, "1.0.0");
}

TEST(PluginRegister, RefusesToApproveWhatDidNotChange) {
    Kept kept;
    kept.serve("1.0.0");
    const auto done = kept.record->approve(kId);
    ASSERT_FALSE(done.ok());
    EXPECT_NE(done.error().what.find("awaits approval"), std::string::npos);
}

TEST(PluginRegister, RaisesTheFloorToTheHighestVersionThatServed) {
    Kept kept;
    kept.serve("1.9.0");
    kept.serve("1.10.0");
    kept.serve("1.2.0");
    EXPECT_EQ(kept.found().floor, "1.10.0");
    ASSERT_TRUE(kept.record->setFloor(kId, "1.2.0").ok());
    kept.reopen();
    EXPECT_EQ(kept.found().floor, "1.2.0");
}

TEST(PluginRegister, PinsWhatIsSeenFirstAndKeepsWhatIsSeenLaterBesideIt) {
    Kept kept;
    kept.serve("1.0.0", "first");
    kept.serve("1.1.0", "second");
    EXPECT_EQ(kept.found().pins, "first");
    EXPECT_EQ(kept.found().pins_seen, "second");
    ASSERT_TRUE(kept.record->approve(kId).ok());
    kept.reopen();
    EXPECT_EQ(kept.found().pins, "second");
    EXPECT_EQ(kept.found().pins_seen, "");
}

TEST(PluginRegister, ForgetsWhatWasSeenOnceItIsAsItWasAgain) {
    Kept kept;
    kept.serve("1.0.0", "first");
    ASSERT_TRUE(kept.record->recordSeen(kId, "second").ok());
    EXPECT_EQ(kept.found().pins_seen, "second");
    kept.serve("1.0.0", "first");
    EXPECT_EQ(kept.found().pins_seen, "");
}

TEST(PluginRegister, RemembersTheLatestContentsOfEachPlugin) {
    Kept kept;
    ASSERT_TRUE(
        kept.record->recordServed("com.other", {"content of other", "1.0.0"}, "{}", 1, {}).ok());
    for (const char* version : {"1.0.0", "2.0.0", "3.0.0", "2.0.0"})
        kept.serve(version);
    std::vector<std::string> versions;
    for (const auto& content : kept.record->contents(kId).value())
        versions.push_back(content.version);
    EXPECT_EQ(versions, (std::vector<std::string>{"2.0.0", "3.0.0"}));
    EXPECT_EQ(kept.record->allContents().value(),
              (std::set<std::string>{"content of 2.0.0", "content of 3.0.0", "content of other"}));
}

}  // namespace
}  // namespace toolhost::loader
