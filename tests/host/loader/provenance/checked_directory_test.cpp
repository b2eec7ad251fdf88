#include "loader/provenance/checked_directory.hpp"

#include <functional>
#include <sys/stat.h>

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBytesMax = 1'000;

CheckedDirectory open(const ScratchFolder& scratch,
                      const fs::path& folder,
                      Policy policy = Policy::Require) {
    return CheckedDirectory::open(folder, policy, scratch.custodian()).value();
}

void expectFinding(const Findings& findings, const std::string& what, const std::string& remedy) {
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.front().rule, "permissions");
    EXPECT_NE(findings.front().what.find(what), std::string::npos) << findings.front().what;
    EXPECT_NE(findings.front().remedy.find(remedy), std::string::npos) << findings.front().remedy;
}

struct Mode {
    const char* name;
    mode_t mode;
    const char* what;
    const char* remedy;
};

class OpenDirectory : public testing::TestWithParam<Mode> {};

TEST_P(OpenDirectory, IsFoundAtFaultAndEverythingInIt) {
    const ScratchFolder scratch;
    const fs::path folder = scratch.path() / "plugins";
    fs::create_directory(folder);
    scratch.write("plugins/a.so", "bytes");
    ASSERT_EQ(::chmod(folder.c_str(), GetParam().mode), 0);
    const auto directory = open(scratch, folder);
    expectFinding(directory.findings(), GetParam().what + folder.string(), GetParam().remedy);
    expectFinding(directory.read("a.so", kBytesMax).value().findings, "", GetParam().remedy);
}

TEST_P(OpenDirectory, IsFoundAtFaultAboveThePluginsToo) {
    const ScratchFolder scratch;
    const fs::path folder = scratch.path() / "above" / "plugins";
    fs::create_directories(folder);
    ASSERT_EQ(::chmod(folder.parent_path().c_str(), GetParam().mode), 0);
    expectFinding(open(scratch, folder).findings(), GetParam().what, GetParam().remedy);
}

INSTANTIATE_TEST_SUITE_P(
    Modes,
    OpenDirectory,
    testing::Values(Mode{"Group", 0775, " may write ", "chmod g-w "},
                    Mode{"Everybody", 0757, "everybody may write ", "chmod o-w "},
                    Mode{"Sticky", 01777, "everybody may write ", "keep plugins elsewhere"}),
    [](const auto& mode) { return std::string(mode.param.name); });

TEST(CheckedDirectory, IsNotThere) {
    const auto opened = CheckedDirectory::open("/no/such/directory", Policy::Require);
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().what.find("open the directory /no: "), std::string::npos);
}

TEST(CheckedDirectory, IsFoundAtFaultForASymbolicLinkAndSaysWhereItLeads) {
    const ScratchFolder scratch;
    fs::create_directory(scratch.path() / "real");
    fs::create_directory_symlink(scratch.path() / "real", scratch.path() / "link");
    expectFinding(open(scratch, scratch.path() / "link").findings(),
                  "link is a symbolic link",
                  (scratch.path() / "real").string());
}

TEST(CheckedDirectory, OnlyWarnsWhereThatIsThePolicyAndIsSilentWhereItIsOff) {
    const ScratchFolder scratch;
    ASSERT_EQ(::chmod(scratch.path().c_str(), 0777), 0);
    EXPECT_EQ(open(scratch, scratch.path(), Policy::Warn).findings().front().weight, Weight::Warns);
    EXPECT_TRUE(open(scratch, scratch.path(), Policy::Off).findings().empty());
}

TEST(CheckedDirectory, HasNothingAgainstAPrivateOneNamedWithASlashAtTheEnd) {
    const ScratchFolder scratch;
    EXPECT_TRUE(open(scratch, scratch.path() / "").findings().empty());
}

TEST(CheckedDirectory, NamesItsFilesInOrder) {
    const ScratchFolder scratch;
    for (const char* name : {"b.so", "a.so", "a.so.sig", "README.md", ".so"})
        scratch.write(name, "");
    EXPECT_EQ(open(scratch, scratch.path()).names(".so").value(),
              (std::vector<std::string>{"a.so", "b.so"}));
}

TEST(CheckedDirectory, ReadsAFileWhole) {
    const ScratchFolder scratch;
    scratch.write("a.so", std::string("one\0two", 7));
    const auto read = open(scratch, scratch.path()).read("a.so", 7);
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_EQ(read.value().bytes, std::string("one\0two", 7));
    EXPECT_TRUE(read.value().findings.empty());
}

struct Unreadable {
    const char* name;
    std::function<void(const fs::path&)> make;
    const char* says;
};

class UnreadableFile : public testing::TestWithParam<Unreadable> {};

TEST_P(UnreadableFile, IsRefusedUnderEveryPolicy) {
    const ScratchFolder scratch;
    GetParam().make(scratch.path() / "a.so");
    const auto read = open(scratch, scratch.path(), Policy::Off).read("a.so", kBytesMax);
    ASSERT_FALSE(read.ok());
    EXPECT_NE(read.error().what.find("a.so"), std::string::npos);
    EXPECT_NE(read.error().what.find(GetParam().says), std::string::npos) << read.error().what;
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    UnreadableFile,
    testing::Values(Unreadable{"Missing", [](const auto&) {}, "No such file"},
                    Unreadable{"SymbolicLink",
                               [](const auto& file) { fs::create_symlink("/etc/hostname", file); },
                               "symbolic link"},
                    Unreadable{"Directory",
                               [](const auto& file) { fs::create_directory(file); },
                               "not a regular file"},
                    Unreadable{"Pipe",
                               [](const auto& file) { ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0); },
                               "not a regular file"},
                    Unreadable{"Large",
                               [](const auto& file) {
                                   std::ofstream(file) << std::string(kBytesMax + 1, 'x');
                               },
                               "raise plugins.file_bytes_max"}),
    [](const auto& kind) { return std::string(kind.param.name); });

class FileMode : public testing::TestWithParam<Mode> {};

TEST_P(FileMode, IsFoundAtFault) {
    const ScratchFolder scratch;
    const auto file = scratch.write("a.so", "bytes");
    ASSERT_EQ(::chmod(file.c_str(), GetParam().mode), 0);
    expectFinding(open(scratch, scratch.path()).read("a.so", kBytesMax).value().findings,
                  GetParam().what,
                  GetParam().remedy + file.string());
}

INSTANTIATE_TEST_SUITE_P(Modes,
                         FileMode,
                         testing::Values(Mode{"Group", 0664, "may write", "chmod g-w "},
                                         Mode{"Everybody", 0646, "everybody", "chmod o-w "},
                                         Mode{"SetUid", 04755, "setuid", "chmod ug-s "}),
                         [](const auto& mode) { return std::string(mode.param.name); });

TEST(CheckedDirectory, FindsAFileAtFaultThatHasASecondName) {
    const ScratchFolder scratch;
    fs::create_hard_link(scratch.write("a.so", "bytes"), scratch.path() / "b");
    expectFinding(open(scratch, scratch.path()).read("a.so", kBytesMax).value().findings,
                  "hard link",
                  "copy of its own");
}

TEST(CheckedDirectory, FindsAFileAtFaultThatBelongsToAnotherUser) {
    constexpr uid_t kNobodyHere = 54'321;
    const ScratchFolder scratch;
    const auto file = scratch.write("a.so", "bytes");
    auto custodian = scratch.custodian();
    if (::geteuid() == 0) {
        ASSERT_EQ(::chown(file.c_str(), kNobodyHere, 0), 0);
    } else {
        custodian.user = kNobodyHere;  // whose the folder is not, either
    }
    const auto directory =
        CheckedDirectory::open(scratch.path(), Policy::Require, custodian).value();
    const auto findings = directory.read("a.so", kBytesMax).value().findings;
    ASSERT_FALSE(findings.empty());
    EXPECT_NE(findings.back().what.find(file.string() + " belongs to user"), std::string::npos);
}

}  // namespace
}  // namespace toolhost::loader
