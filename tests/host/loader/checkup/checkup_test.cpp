#include "loader/checkup/checkup.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

using namespace std::chrono_literals;

/// Enough to find each fault of the gallery, and no more.
CheckupBounds smallBounds() {
    CheckupBounds bounds;
    bounds.tools.hostile_calls = 50;
    bounds.tools.hostile_time = 20s;
    bounds.tools.answer_patience = 2s;
    bounds.tools.cancel_patience = 400ms;
    bounds.lives = 100;
    return bounds;
}

Checks checkFileOf(const std::string& file) {
    Settings settings;
    settings.worker_program = WORKER_PROGRAM;
    settings.signature = Policy::Off;
    const auto trust = TrustStore::open("/nonexistent", Policy::Off);
    const std::string bytes = bytesOfPlugin(file);
    const CheckupSubject subject{
        file, bytes, examine(formOf(file), bytes, std::nullopt, trust.value(), settings)};
    const base::SystemClock clock;
    return checkUp(subject, settings, smallBounds(), clock);
}

std::string textOf(const Checks& checks) {
    std::string text;
    for (const auto& check : checks) {
        text += check.name + ": " + std::to_string(static_cast<int>(check.outcome)) + ' ' +
                check.what + '\n';
    }
    return text;
}

struct Fault {
    const char* plugin;
    const char* check;  ///< the check that fails, and no other
    const char* says;
};

class GalleryPlugin : public testing::TestWithParam<Fault> {};

TEST_P(GalleryPlugin, FailsTheCheckOfItsFaultAndNoOther) {
    const auto& [plugin, name, says] = GetParam();
    const Checks checks = checkFileOf(plugin + std::string(".so"));
    std::vector<Check> failed;
    std::copy_if(checks.begin(), checks.end(), std::back_inserter(failed), [](const auto& check) {
        return check.outcome == Check::Outcome::Failed;
    });
    ASSERT_EQ(failed.size(), 1U) << textOf(checks);
    EXPECT_EQ(failed.front().name, name) << textOf(checks);
    EXPECT_NE(failed.front().what.find(says), std::string::npos) << failed.front().what;
    EXPECT_NE(failed.front().remedy, "");
    EXPECT_FALSE(nothingFailed(checks));
}

std::string nameOf(const testing::TestParamInfo<Fault>& fault) {
    return fault.param.plugin;
}

INSTANTIATE_TEST_SUITE_P(OfTheFile,
                         GalleryPlugin,
                         testing::Values(Fault{"not_a_library", "kind", "ELF"},
                                         Fault{"text_relocations", "text_relocations", "TEXTREL"},
                                         Fault{"executable_stack", "stack", "executable"},
                                         Fault{"run_path", "run_path", "/opt/vendor/lib"},
                                         Fault{"foreign_library", "libraries", "libresolv"},
                                         Fault{"no_entry", "entry", "toolhost_plugin_entry_v1"},
                                         Fault{"unique_symbol", "unique_symbols", "one in the"},
                                         Fault{"extra_export", "exports", "more than its entry"},
                                         Fault{"no_note", "note", "no toolhost note"},
                                         Fault{"unreadable_note", "note", "JSON"},
                                         Fault{"wrong_abi", "abi", "0.7"}),
                         nameOf);

INSTANTIATE_TEST_SUITE_P(OfItsInstances,
                         GalleryPlugin,
                         testing::Values(Fault{"other_abi_in_table", "loads", "0.7"},
                                         Fault{"other_identity", "identity", "com.toolhost.echo"},
                                         Fault{"describes_anew", "describe", "\"asked\""},
                                         Fault{"throws_in_create", "lives", "the moon"},
                                         Fault{"throws_across", "lives", "across the boundary"},
                                         Fault{"refuses_create", "lives", "status -1"},
                                         Fault{"bad_name", "definitions", "must be 1 to 50"},
                                         Fault{"invalid_schema", "definitions", "not valid"},
                                         Fault{"changes_tools", "definitions", "asked again"},
                                         Fault{"leaves_thread", "threads", "1 are left"}),
                         nameOf);

INSTANTIATE_TEST_SUITE_P(
    OfItsTools,
    GalleryPlugin,
    testing::Values(Fault{"segfaults", "misbehaves.answers", "signal 11"},
                    Fault{"aborts", "misbehaves.answers", "signal 6"},
                    Fault{"forgets_to_answer", "forgets.answers", "without answering"},
                    Fault{"dies_when_loaded", "loads", "signal 6"},
                    Fault{"exits", "misbehaves.answers", "exit status 0"},
                    Fault{"closes_descriptors", "misbehaves.answers", "its process ended"},
                    Fault{"loops", "misbehaves.answers", "did not answer within"},
                    Fault{"never_answers", "never_answers.answers", "did not answer within"},
                    Fault{"breaks_output_schema", "crooked.answers", "count"},
                    Fault{"answers_twice", "repeats.answers", "more than once"},
                    Fault{"crashes_on_surprise", "greets.survives", "signal 6"},
                    Fault{"ignores_cancel", "dawdles.cancels", "after it was cancelled"}),
    nameOf);

TEST(CheckUp, FindsMemoryThatEachLifeLeavesBehind) {
    const Checks checks = checkFileOf("leaks.so");
    const auto leaks = std::find_if(
        checks.begin(), checks.end(), [](const Check& check) { return check.name == "leaks"; });
    ASSERT_NE(leaks, checks.end()) << textOf(checks);
    if (leaks->outcome == Check::Outcome::Skipped) GTEST_SKIP() << leaks->what;
    EXPECT_EQ(leaks->outcome, Check::Outcome::Failed);
    EXPECT_NE(leaks->what.find("KiB behind"), std::string::npos) << leaks->what;
}

class GoodPlugin : public testing::TestWithParam<const char*> {};

TEST_P(GoodPlugin, KeepsEveryPromise) {
    const Checks checks = checkFileOf(GetParam() + std::string(".so"));
    EXPECT_TRUE(nothingFailed(checks)) << textOf(checks);
    EXPECT_TRUE(std::any_of(checks.begin(), checks.end(), [](const Check& check) {
        return check.name == "threads" && check.outcome == Check::Outcome::Passed;
    })) << "it came to the end";
}

INSTANTIATE_TEST_SUITE_P(
    Shipped,
    GoodPlugin,
    testing::Values("echo", "servicenow_meta", "plain_c", "converses", "answers_later"));

TEST(CheckUp, RunsNothingThatNoHostWouldLoad) {
    const Checks checks = checkFileOf("wrong_abi.so");
    EXPECT_EQ(checks.back().name, "loads");
    EXPECT_EQ(checks.back().outcome, Check::Outcome::Skipped);
}

}  // namespace
}  // namespace toolhost::loader
