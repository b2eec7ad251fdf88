#include "loader/provenance/binary_rules.hpp"

#include <elf.h>

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

Findings judge(const std::string& file, const std::vector<std::string>& libraries = {}) {
    return judgeBinary(readElf(bytesOfPlugin(file)).value(), libraries);
}

struct Fault {
    const char* file;
    Weight weight;
    const char* says;
};

class FaultyBinary : public testing::TestWithParam<Fault> {};

TEST_P(FaultyBinary, HasThatOneFindingWithARemedy) {
    const auto findings = judge(std::string(GetParam().file) + ".so");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.front().weight, GetParam().weight);
    EXPECT_EQ(findings.front().rule, "binary");
    EXPECT_NE(findings.front().what.find(GetParam().says), std::string::npos)
        << findings.front().what;
    EXPECT_FALSE(findings.front().remedy.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Gallery,
    FaultyBinary,
    testing::Values(Fault{"executable_stack", Weight::Refuses, "stack executable"},
                    Fault{"text_relocations", Weight::Refuses, "TEXTREL"},
                    Fault{"run_path", Weight::Refuses, "\"/opt/vendor/lib\""},
                    Fault{"foreign_library", Weight::Refuses, "libresolv.so.2"},
                    Fault{"no_entry", Weight::Refuses, "exports no toolhost_plugin_entry_v1"},
                    Fault{"unique_symbol", Weight::Warns, "toolhost_fixture_count"},
                    Fault{"extra_export", Weight::Warns, "toolhost_fixture_answer"}),
    [](const auto& fault) { return std::string(fault.param.file); });

TEST(JudgeBinary, HasNothingAgainstAShippedPlugin) {
    EXPECT_TRUE(judge("echo.so").empty());
}

TEST(JudgeBinary, TakesALibraryTheAdminAllowed) {
    EXPECT_TRUE(judge("foreign_library.so", {"libresolv.so.2"}).empty());
}

TEST(JudgeBinary, SaysOfAnotherMachinesFileOnlyThat) {
    ElfFile file;
    file.machine = EM_S390;
    file.type = ET_DYN;
    file.has_executable_stack = true;
    const auto findings = judgeBinary(file, {});
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_NE(findings.front().what.find("another machine"), std::string::npos);
}

TEST(JudgeBinary, RefusesAProgram) {
    ElfFile file = readElf(bytesOfPlugin("echo.so")).value();
    file.type = ET_EXEC;
    EXPECT_NE(judgeBinary(file, {}).front().what.find("no shared library"), std::string::npos);
}

TEST(JudgeBinary, RefusesWhatNeedsANewerGlibc) {
    ElfFile file = readElf(bytesOfPlugin("echo.so")).value();
    file.glibc = "2.999";
    EXPECT_NE(judgeBinary(file, {}).front().what.find("needs glibc 2.999"), std::string::npos);
}

TEST(JudgeBinary, WarnsOfStaticTls) {
    ElfFile file = readElf(bytesOfPlugin("echo.so")).value();
    file.has_static_tls = true;
    EXPECT_EQ(judgeBinary(file, {}).front().weight, Weight::Warns);
}

}  // namespace
}  // namespace toolhost::loader
