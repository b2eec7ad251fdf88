#include "loader/workers/worker_plugin.hpp"

#include <chrono>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "one_call.hpp"
#include "plugin_directory.hpp"

namespace toolhost::loader {
namespace {

using namespace std::chrono_literals;

/// A plugin that misbehaves and one that does not, each in a process of its own.
class Misbehaving {
public:
    explicit Misbehaving(const std::string& file)
        : plugins_({file, "converses.so"}, Isolation::Process), loaded_(plugins_.load().value()) {}

    std::future<tools::Answer> start(const std::string& tool,
                                     std::chrono::milliseconds deadline = 10s) {
        auto answered = std::make_shared<std::promise<tools::Answer>>();
        auto principal = std::make_shared<identity::Principal>();
        loaded_.catalogue->tools().find(tool)->run(
            {.principal = principal,
             .arguments = "{}",
             .id = "01TEST",
             .deadline = std::chrono::steady_clock::now() + deadline,
             .cancelled = stop.get_token()},
            [answered](tools::Answer answer) { answered->set_value(std::move(answer)); });
        return answered->get_future();
    }

    std::string call(const std::string& tool) { return textOf(start(tool).get()); }

    /// Calls until the plugin is there again.
    std::string callWhenStartedAgain(const std::string& tool) {
        std::string said;
        const auto patience = std::chrono::steady_clock::now() + 10s;
        do {
            said = call(tool);
        } while (said.find("Try again in a moment") != std::string::npos &&
                 std::chrono::steady_clock::now() < patience);
        return said;
    }

    static std::string textOf(const tools::Answer& answer) {
        if (const auto* fault = std::get_if<tools::Fault>(&answer)) return fault->message;
        return std::get<tools::Reply>(answer).content[0].value("text", "");
    }

    std::string log() const { return plugins_.log(); }

    std::stop_source stop;

private:
    PluginDirectory plugins_;
    Loaded loaded_;
};

struct Crash {
    const char* file;
    const char* reason;
};

class CrashingPlugin : public testing::TestWithParam<Crash> {};

TEST_P(CrashingPlugin, FailsItsOwnCallsAndIsStartedAgain) {
    Misbehaving plugin(GetParam().file);
    const std::string said = plugin.call("misbehaves");
    EXPECT_NE(said.find("process ended during the call"), std::string::npos) << said;
    EXPECT_NE(said.find(GetParam().reason), std::string::npos) << said;
    EXPECT_NE(plugin.call("counts").find("part 1"), std::string::npos);
    EXPECT_EQ(plugin.callWhenStartedAgain("behaves"), "still here");
    EXPECT_NE(plugin.log().find("loader.plugin.crashed"), std::string::npos) << plugin.log();
    EXPECT_NE(plugin.log().find("loader.plugin.started"), std::string::npos) << plugin.log();
}

INSTANTIATE_TEST_SUITE_P(Gallery,
                         CrashingPlugin,
                         testing::Values(Crash{"segfaults.so", "signal 11 (Segmentation fault)"},
                                         Crash{"aborts.so", "signal 6 (Aborted)"},
                                         Crash{"exits.so", "exit status 0"},
                                         Crash{"closes_descriptors.so", "closed the connection"}),
                         [](const auto& crash) {
                             const std::string file = crash.param.file;
                             return file.substr(0, file.find('.'));
                         });

TEST(WorkerPlugin, ThatTakesAllMemoryFailsItsCallAndGoesOn) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer's shadow memory leaves no limit to set";
#endif
    Misbehaving plugin("takes_memory.so");
    const std::string said = plugin.call("misbehaves");
    EXPECT_NE(said.find("bad_alloc"), std::string::npos) << said;
    EXPECT_EQ(plugin.callWhenStartedAgain("behaves"), "still here");
}

TEST(WorkerPlugin, ThatLoopsIsEndedOnceNobodyWaits) {
    Misbehaving plugin("loops.so");
    auto answer = plugin.start("misbehaves");
    EXPECT_EQ(plugin.call("behaves"), "still here");
    plugin.stop.request_stop();
    const std::string said = Misbehaving::textOf(answer.get());
    EXPECT_NE(said.find("went on though nobody waited"), std::string::npos) << said;
    EXPECT_EQ(plugin.callWhenStartedAgain("behaves"), "still here");
}

TEST(WorkerPlugin, WritesIntoTheLogAndNotToTheHostsOutput) {
    Misbehaving plugin("writes_to_stdout.so");
    EXPECT_EQ(plugin.call("misbehaves"), "wrote");
    const auto patience = std::chrono::steady_clock::now() + 5s;
    while (plugin.log().find("a plugin's noise") == std::string::npos &&
           std::chrono::steady_clock::now() < patience) {
        plugin.call("behaves");
    }
    EXPECT_NE(plugin.log().find("a plugin's noise"), std::string::npos) << plugin.log();
}

TEST(WorkerPlugin, CannotLeaveItsSandboxWhileLoadedOrLater) {
    Misbehaving plugin("leaves_sandbox.so");
    const std::string said = plugin.call("misbehaves");
    const bool has_landlock = plugin.log().find("no Landlock") == std::string::npos;
    EXPECT_EQ(said,
              has_landlock ? "while loaded: nothing; now: nothing"
                           : "while loaded: read-files write-files; now: read-files write-files");
}

TEST(WorkerPlugin, ThatNobodyCallsIsLetGoUntilSomebodyDoes) {
    PluginDirectory plugins({"configured.so"}, Isolation::Process);
    plugins.settings.plugins["configured"].idle_stop = 1s;
    const auto loaded = plugins.load().value();
    EXPECT_EQ(say(*loaded.catalogue, "counts"), "1");
    EXPECT_EQ(say(*loaded.catalogue, "counts"), "2");
    const auto patience = std::chrono::steady_clock::now() + 20s;
    std::string count = "2";
    while (count != "1" && std::chrono::steady_clock::now() < patience) {
        std::this_thread::sleep_for(2s);  // longer than the pause
        auto first = begin(*loaded.catalogue, "counts");
        auto second = begin(*loaded.catalogue, "says");
        count = first.get();
        EXPECT_EQ(second.get(), "Hello x 1, set: none");
    }
    EXPECT_EQ(count, "1") << "it is another process";
    EXPECT_EQ(plugins.log().find("crashed"), std::string::npos) << plugins.log();
}

TEST(WorkerPlugin, RunsInAsManyProcessesAsItMay) {
    PluginDirectory plugins({"configured.so"}, Isolation::Process);
    plugins.settings.plugins["configured"].replicas = 3;
    const auto loaded = plugins.load().value();
    std::vector<std::future<std::string>> counts;
    for (int i = 0; i < 60; ++i) {
        counts.push_back(begin(*loaded.catalogue, "counts"));
    }
    int firsts = 0;
    for (auto& count : counts) {
        if (count.get() == "1") ++firsts;
    }
    EXPECT_GT(firsts, 1) << "one process would have counted on";
    EXPECT_LE(firsts, 3);
}

TEST(WorkerPlugin, LosesOnlyTheCallsOfTheReplicaThatEnds) {
    PluginDirectory plugins({"segfaults.so"}, Isolation::Process);
    plugins.settings.plugins["segfaults"].replicas = 2;
    const auto loaded = plugins.load().value();
    const std::string said = say(*loaded.catalogue, "misbehaves");
    EXPECT_NE(said.find("process ended during the call"), std::string::npos) << said;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(say(*loaded.catalogue, "behaves"), "still here");
    }
}

TEST(WorkerPlugin, IsRefusedWhenThereIsNoProgramToRunIt) {
    PluginDirectory plugins({"echo.so"}, Isolation::Process);
    plugins.settings.worker_program = "/nonexistent/toolhost-worker";
    EXPECT_TRUE(plugins.load().value().catalogue->tools().names().empty());
    EXPECT_NE(plugins.log().find("see that toolhost-worker lies beside toolhost"),
              std::string::npos)
        << plugins.log();
}

}  // namespace
}  // namespace toolhost::loader
