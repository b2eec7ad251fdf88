#include "loader/provenance/plugin_note.hpp"

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

ElfFile fileWith(std::vector<ElfNote> notes) {
    ElfFile file;
    file.notes = std::move(notes);
    return file;
}

struct BadNote {
    const char* name;
    std::vector<ElfNote> notes;
    const char* says;
};

ElfNote note(std::string text) {
    return {"toolhost", 1, std::move(text)};
}

const char* const kGood = R"({"abi":"0.9","id":"com.example.greeter","version":"1.0.0"})";

class BadPluginNote : public testing::TestWithParam<BadNote> {};

TEST_P(BadPluginNote, IsRefusedInWords) {
    const auto read = readPluginNote(fileWith(GetParam().notes));
    ASSERT_FALSE(read.ok());
    EXPECT_NE(read.error().what.find(GetParam().says), std::string::npos) << read.error().what;
}

INSTANTIATE_TEST_SUITE_P(
    Notes,
    BadPluginNote,
    testing::Values(
        BadNote{"None", {{"GNU", 3, "build id"}, {"toolhost", 2, kGood}}, "has no toolhost note"},
        BadNote{"Two", {note(kGood), note(kGood)}, "more than one"},
        BadNote{"Long", {note(std::string(5'000, ' ') + kGood)}, "longer than 4 KiB"},
        BadNote{"NoJson", {note("abi=0.8")}, "not a JSON object"},
        BadNote{"NoObject", {note("[]")}, "not a JSON object"},
        BadNote{"NoId", {note(R"({"abi":"0.9","version":"1.0.0"})")}, "lacks id"},
        BadNote{"NoVersion", {note(R"({"abi":"0.9","id":"a.b"})")}, "lacks version"},
        BadNote{"NoAbi", {note(R"({"id":"a.b","version":"1.0.0"})")}, "lacks abi"},
        BadNote{
            "NumberForText", {note(R"({"abi":0.8,"id":"a.b","version":"1.0.0"})")}, "lacks abi"},
        BadNote{"PlainId",
                {note(R"({"abi":"0.9","id":"greeter","version":"1.0.0"})")},
                "not a reverse DNS name"},
        BadNote{"IdWithNewline",
                {note(R"({"abi":"0.9","id":"com.a\nb","version":"1.0.0"})")},
                "not a reverse DNS name"},
        BadNote{"LooseVersion",
                {note(R"({"abi":"0.9","id":"a.b","version":"v1"})")},
                "not a semantic version"}),
    [](const auto& bad) { return std::string(bad.param.name); });

TEST(ReadPluginNote, ReadsWhatTheSdkWrote) {
    const auto read = readPluginNote(readElf(bytesOfPlugin("echo.so")).value());
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_EQ(read.value().id, "com.toolhost.echo");
    EXPECT_EQ(read.value().version, "0.1.0");
    EXPECT_EQ(read.value().abi, hostAbi());
    EXPECT_EQ(read.value().sdk, TOOLHOST_VERSION);
}

TEST(ReadPluginNote, TakesATextPaddedWithNuls) {
    const auto read = readPluginNote(fileWith({note(kGood + std::string(3, '\0'))}));
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_EQ(read.value().id, "com.example.greeter");
}

TEST(IsAbiServed, WantsTheVerySamePreRelease) {
    EXPECT_TRUE(isAbiServed(hostAbi()));
    for (const char* other : {"0.7", "0.99", "1.0", "", "0", "0.", ".8", "0.9.1", "0.9x", "-0.9"})
        EXPECT_FALSE(isAbiServed(other)) << other;
}

}  // namespace
}  // namespace toolhost::loader
