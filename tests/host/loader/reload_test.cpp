#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "loader/plugins.hpp"

#include "one_call.hpp"
#include "plugin_directory.hpp"

namespace toolhost::loader {
namespace {

using namespace std::chrono_literals;

/// The file "generation.so" with one of the fixture's two versions, served and followed.
class ReloadTest : public testing::TestWithParam<Isolation> {
protected:
    void SetUp() override {
        directory_.settings.plugins["generation"].isolation = GetParam();
        directory_.settings.watch = false;
        directory_.put("generation_1.so", "generation.so");
    }

    void serve() {
        plugins_ = directory_.start().value();
        ASSERT_TRUE(plugins_
                        ->follow({.catalogue =
                                      [this](const auto& catalogue) {
                                          const std::lock_guard lock(mutex_);
                                          told_ = catalogue;
                                          changed_.notify_all();
                                      },
                                  .resource = {}})
                        .ok());
    }

    void reload() { ASSERT_TRUE(plugins_->reload(directory_.settings).ok()); }

    [[nodiscard]] std::string which() const { return say(*plugins_->catalogue(), "which"); }

    [[nodiscard]] Verdict verdict() const { return plugins_->verdicts().at(0); }

    /// Waits until it is told of a catalogue in which that tool is, or is not.
    bool waitFor(const std::string& tool, bool is_there) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(
            lock, 20s, [&] { return told_ && (told_->tools().find(tool) != nullptr) == is_there; });
    }

    PluginDirectory directory_{};
    std::unique_ptr<Plugins> plugins_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::shared_ptr<const tools::Catalogue> told_;  // guarded by mutex_
};

INSTANTIATE_TEST_SUITE_P(Modes,
                         ReloadTest,
                         testing::Values(Isolation::InProcess, Isolation::Process),
                         [](const auto& mode) {
                             return mode.param == Isolation::Process ? "isolated" : "in_process";
                         });

TEST_P(ReloadTest, LeavesWhatServesWhenTheNewFileIsBroken) {
    serve();
    directory_.put("not_a_library.so", "generation.so");
    reload();
    EXPECT_EQ(which(), "1.0.0");
    EXPECT_EQ(verdict().rule, "binary");
    EXPECT_EQ(verdict().still_serving, "1.0.0");
    EXPECT_NE(directory_.log().find("serves_on=1.0.0"), std::string::npos);
}

TEST_P(ReloadTest, LeavesWhatServesWhenTheNewFileCannotBeStarted) {
    serve();
    directory_.put("throws_in_create.so", "generation.so");
    reload();
    EXPECT_EQ(which(), "1.0.0");
    EXPECT_EQ(verdict().rule, "contract");
}

TEST_P(ReloadTest, LeavesWhatServesWhenTheNewOnesToolNameIsTaken) {
    directory_.put("duplicate_tool.so", "a.so");
    serve();
    directory_.put("echo.so", "generation.so");
    reload();
    EXPECT_EQ(which(), "1.0.0");
    EXPECT_EQ(plugins_->verdicts().at(1).rule, "name");
}

TEST_P(ReloadTest, LetsAPluginHaveANameThatAnotherGivesUpAtTheSameTime) {
    directory_.put("echo.so", "later.so");
    serve();
    directory_.put("duplicate_tool.so", "generation.so");
    directory_.put("plain_c.so", "later.so");
    reload();
    EXPECT_EQ(plugins_->catalogue()->tools().names(),
              (std::vector<std::string>{"echo", "measures", "repeats"}));
    EXPECT_EQ(directory_.log().find("refused"), std::string::npos) << directory_.log();
}

TEST_P(ReloadTest, SaysARefusalOnceHoweverOftenItLooks) {
    serve();
    directory_.put("not_a_library.so", "generation.so");
    reload();
    const std::string log = directory_.log();
    reload();
    EXPECT_EQ(directory_.log(), log);
}

TEST_P(ReloadTest, TakesTheNewContentUp) {
    serve();
    directory_.put("generation_2.so", "generation.so");
    reload();
    EXPECT_EQ(which(), "2.0.0");
    EXPECT_EQ(verdict().version, "2.0.0");
    EXPECT_TRUE(verdict().serves());
}

TEST_P(ReloadTest, DoesNothingWhereNothingChanged) {
    serve();
    const auto before = plugins_->catalogue();
    const std::string log = directory_.log();
    reload();
    EXPECT_EQ(plugins_->catalogue(), before);
    EXPECT_EQ(directory_.log(), log);
}

TEST_P(ReloadTest, StartsAnUnchangedPluginAnewWhenAsked) {
    serve();
    const auto before = plugins_->catalogue();
    ASSERT_TRUE(plugins_->reload(directory_.settings, "generation").ok());
    EXPECT_NE(plugins_->catalogue(), before);
    EXPECT_EQ(which(), "1.0.0");
    EXPECT_FALSE(plugins_->reload(directory_.settings, "nobody").ok());
}

TEST_P(ReloadTest, SaysWhichPluginIsInQuarantineUntilItIsStartedAnew) {
    serve();
    plugins_->catalogue()->tools().find("which")->quarantine();
    ASSERT_EQ(verdict().cautions.size(), 1U);
    EXPECT_EQ(verdict().cautions[0].rule, "quarantine");
    EXPECT_NE(say(*plugins_->catalogue(), "let_go").find("is in quarantine"), std::string::npos);
    reload();
    EXPECT_EQ(verdict().cautions.size(), 1U) << "nothing of it changed";
    ASSERT_TRUE(plugins_->reload(directory_.settings, "generation").ok());
    EXPECT_TRUE(verdict().cautions.empty());
    EXPECT_EQ(which(), "1.0.0");
}

TEST_P(ReloadTest, StartsAPluginAnewWhoseSettingsChanged) {
    serve();
    directory_.settings.plugins["generation"].prefix = "my_";
    reload();
    EXPECT_EQ(say(*plugins_->catalogue(), "my_which"), "1.0.0");
    EXPECT_EQ(plugins_->catalogue()->tools().find("which"), nullptr);
}

TEST_P(ReloadTest, LetsAPluginGoWhoseFileIsGoneOrThatIsDisabled) {
    serve();
    directory_.settings.plugins["generation"].enabled = false;
    reload();
    EXPECT_TRUE(plugins_->catalogue()->tools().names().empty());
    directory_.settings.plugins["generation"].enabled = true;
    reload();
    EXPECT_EQ(which(), "1.0.0");
    std::filesystem::remove(directory_.path() / "generation.so");
    reload();
    EXPECT_TRUE(plugins_->catalogue()->tools().names().empty());
    EXPECT_NE(directory_.log().find("loader.plugin.removed"), std::string::npos);
}

TEST_P(ReloadTest, LetsACallEndWithWhatItBeganWith) {
    serve();
    auto before = plugins_->catalogue();
    auto lingering = begin(*before, "linger");
    directory_.put("generation_2.so", "generation.so");
    reload();
    EXPECT_EQ(which(), "2.0.0");
    do {  // another thread of the plugin's may still be about to add the call
        ASSERT_EQ(say(*before, "let_go"), "done");
    } while (lingering.wait_for(10ms) != std::future_status::ready);
    EXPECT_EQ(plugins_->draining(), 1U);
    EXPECT_EQ(lingering.get(), "1.0.0");
    before.reset();
    told_.reset();
    while (plugins_->draining() > 0)
        std::this_thread::yield();
}

TEST_P(ReloadTest, NoticesAFileThatIsPutThere) {
    directory_.settings.watch = true;
    serve();
    directory_.put("echo.so", "another.so");
    EXPECT_TRUE(waitFor("echo", true)) << directory_.log();
    std::filesystem::remove(directory_.path() / "another.so");
    EXPECT_TRUE(waitFor("echo", false)) << directory_.log();
}

TEST_P(ReloadTest, NoticesThatAContentIsRevoked) {
    directory_.settings.watch = true;
    std::filesystem::create_directory(directory_.settings.keys);
    serve();
    std::ofstream(directory_.settings.keys / "revoked") << verdict().sha256 << "\n";
    EXPECT_TRUE(waitFor("which", false)) << directory_.log();
    EXPECT_FALSE(verdict().serves());
    EXPECT_EQ(verdict().still_serving, "");
}

std::size_t threadsHere() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator("/proc/self/task"))
        ++count;
    return count;
}

TEST_P(ReloadTest, KeepsAThousandCallsPendingOnNoThread) {
    serve();
    const auto catalogue = plugins_->catalogue();
    const std::size_t threads = threadsHere();
    std::vector<std::future<std::string>> pending;
    for (int call = 0; call < 1000; ++call) {
        pending.push_back(begin(*catalogue, "linger"));
    }
    EXPECT_EQ(say(*catalogue, "which"), "1.0.0") << "another call is answered meanwhile";
    EXPECT_EQ(threadsHere(), threads);
    EXPECT_EQ(pending.back().wait_for(0s), std::future_status::timeout);
    for (auto& call : pending) {
        // Another thread of the plugin's may still be about to add the call.
        while (call.wait_for(0s) != std::future_status::ready) {
            ASSERT_EQ(say(*catalogue, "let_go"), "done");
        }
        ASSERT_EQ(call.get(), "1.0.0");
    }
}

/// Calls without a pause, and notes which version answered.
class Callers {
public:
    Callers(const Plugins& plugins, int count) {
        for (int caller = 0; caller < count; ++caller) {
            threads_.emplace_back([this, &plugins](const std::stop_token& stop) {
                while (!stop.stop_requested())
                    note(say(*plugins.catalogue(), "which"));
            });
        }
    }

    std::set<std::string> stop() {
        for (auto& thread : threads_) {
            thread.request_stop();
        }
        threads_.clear();
        return heard_;
    }

    int answered() const { return answered_; }

private:
    void note(const std::string& answer) {
        const std::lock_guard lock(mutex_);
        heard_.insert(answer);
        ++answered_;
    }

    std::mutex mutex_;
    std::set<std::string> heard_;  // guarded by mutex_
    std::atomic<int> answered_{0};
    std::vector<std::jthread> threads_;
};

TEST_P(ReloadTest, FailsNoCallWhileItIsReplacedAgainAndAgain) {
    directory_.settings.generations_max = 100;
    serve();
    Callers callers(*plugins_, 2);
    constexpr int kReloads = 12;
    for (int reload = 1; reload <= kReloads; ++reload) {
        directory_.put(reload % 2 == 0 ? "generation_1.so" : "generation_2.so",
                       "generation.so",
                       std::string(static_cast<std::size_t>(reload), ' '));
        const int before = callers.answered();
        this->reload();
        while (callers.answered() < before + 20)
            std::this_thread::yield();
    }
    EXPECT_EQ(callers.stop(), (std::set<std::string>{"1.0.0", "2.0.0"}));
    EXPECT_EQ(directory_.log().find("refused"), std::string::npos);
}

TEST(Reload, MapsNoMoreContentsIntoThisProcessThanItMay) {
    PluginDirectory directory({"echo.so"});
    directory.settings.generations_max = 2;
    const auto plugins = directory.start().value();
    for (const std::string tail : {"x", "xx"}) {
        directory.put("echo.so", "echo.so", tail);
        ASSERT_TRUE(plugins->reload(directory.settings).ok());
    }
    const Verdict verdict = plugins->verdicts().at(0);
    EXPECT_EQ(verdict.rule, "generations");
    EXPECT_EQ(verdict.still_serving, "0.1.0");
    EXPECT_NE(verdict.refusal.find("plugins.generations_max"), std::string::npos);
    directory.put("echo.so", "echo.so", "x");
    ASSERT_TRUE(plugins->reload(directory.settings).ok());
    EXPECT_TRUE(plugins->verdicts().at(0).serves()) << "one that is mapped already may serve";
}

}  // namespace
}  // namespace toolhost::loader
