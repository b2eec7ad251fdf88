#include "loader/provenance/elf_file.hpp"

#include <algorithm>
#include <cstring>
#include <elf.h>
#include <functional>
#include <random>

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

/// A copy of the echo plugin whose headers a test damages.
class Damaged {
public:
    Damaged() : bytes(bytesOfPlugin("echo.so")) {}

    Elf64_Ehdr& header() { return *reinterpret_cast<Elf64_Ehdr*>(bytes.data()); }

    /// The n-th program header of that type.
    Elf64_Phdr& segment(std::uint32_t type, int nth = 0) {
        auto* segments = reinterpret_cast<Elf64_Phdr*>(bytes.data() + header().e_phoff);
        for (int index = 0; index < header().e_phnum; ++index)
            if (segments[index].p_type == type && nth-- == 0) return segments[index];
        throw std::runtime_error("the echo plugin has no such segment");
    }

    /// The dynamic entry of that tag.
    Elf64_Dyn& entry(std::int64_t tag) {
        auto* entry = reinterpret_cast<Elf64_Dyn*>(bytes.data() + segment(PT_DYNAMIC).p_offset);
        while (entry->d_tag != tag) {
            if (entry->d_tag == DT_NULL) throw std::runtime_error("no such dynamic entry");
            ++entry;
        }
        return *entry;
    }

    std::string bytes;
};

struct Damage {
    const char* name;
    std::function<void(Damaged&)> done;
    const char* says;
};

class DamagedElf : public testing::TestWithParam<Damage> {};

TEST_P(DamagedElf, IsRefusedInWords) {
    Damaged file;
    GetParam().done(file);
    const auto read = readElf(file.bytes);
    ASSERT_FALSE(read.ok());
    EXPECT_NE(read.error().what.find(GetParam().says), std::string::npos) << read.error().what;
}

constexpr std::uint64_t kFar = 0x7fff'ffff'ffff'fff0;

INSTANTIATE_TEST_SUITE_P(
    Damages,
    DamagedElf,
    testing::Values(
        Damage{"Empty", [](auto& file) { file.bytes.clear(); }, "too short"},
        Damage{"Text", [](auto& file) { file.bytes = std::string(4096, 'x'); }, "begin as one"},
        Damage{"ThirtyTwoBits",
               [](auto& file) { file.header().e_ident[EI_CLASS] = ELFCLASS32; },
               "word size"},
        Damage{"BigEndian",
               [](auto& file) { file.header().e_ident[EI_DATA] = ELFDATA2MSB; },
               "byte order"},
        Damage{"OtherProgramHeaders",
               [](auto& file) { file.header().e_phentsize = 8; },
               "another size"},
        Damage{"HeadersOutside", [](auto& file) { file.header().e_phoff = kFar; }, "lie outside"},
        Damage{"SegmentOutside",
               [](auto& file) { file.segment(PT_LOAD).p_filesz = kFar; },
               "segments lies outside"},
        Damage{
            "SegmentsOverlap", [](auto& file) { file.segment(PT_LOAD, 1).p_vaddr = 0; }, "overlap"},
        Damage{"SegmentWrapsAround",
               [](auto& file) { file.segment(PT_LOAD, 1).p_memsz = ~std::uint64_t{0}; },
               "overlap"},
        Damage{"NotesOutside",
               [](auto& file) { file.segment(PT_NOTE).p_offset = kFar; },
               "notes lie outside"},
        Damage{
            "NoteCutShort", [](auto& file) { file.segment(PT_NOTE).p_filesz -= 4; }, "cut short"},
        Damage{"TwoDynamicSections",
               [](auto& file) { file.segment(PT_GNU_STACK).p_type = PT_DYNAMIC; },
               "two dynamic sections"},
        Damage{"DynamicOutside",
               [](auto& file) { file.segment(PT_DYNAMIC).p_vaddr = kFar; },
               "dynamic section lies outside"},
        Damage{"StringsOutside",
               [](auto& file) { file.entry(DT_STRSZ).d_un.d_val = kFar; },
               "string table lies outside"},
        Damage{"StringWithoutEnd",
               [](auto& file) { file.entry(DT_STRSZ).d_un.d_val = 3; },
               "string table"},
        Damage{"LibraryNameOutside",
               [](auto& file) { file.entry(DT_NEEDED).d_un.d_val = kFar; },
               "outside its string table"},
        Damage{"SymbolsOutside",
               [](auto& file) { file.entry(DT_SYMTAB).d_un.d_val = kFar; },
               "symbols lie outside"},
        Damage{"HashOutside",
               [](auto& file) { file.entry(DT_GNU_HASH).d_un.d_val = kFar; },
               "hash table lies outside"},
        Damage{"VersionsOutside",
               [](auto& file) { file.entry(DT_VERNEED).d_un.d_val = kFar; },
               "versions it needs lie outside"}),
    [](const auto& damage) { return std::string(damage.param.name); });

TEST(ReadElf, SaysWhatAPluginIs) {
    const auto read = readElf(bytesOfPlugin("echo.so"));
    ASSERT_TRUE(read.ok()) << read.error().what;
    const ElfFile& file = read.value();
    EXPECT_EQ(file.type, ET_DYN);
    ASSERT_EQ(file.exports.size(), 1U);
    EXPECT_EQ(file.exports.front().name, "toolhost_plugin_entry_v1");
    EXPECT_FALSE(file.exports.front().is_unique);
    EXPECT_EQ(std::count(file.needed.begin(), file.needed.end(), "libc.so.6"), 1);
    EXPECT_EQ(file.glibc.substr(0, 2), "2.");
    EXPECT_TRUE(file.run_paths.empty());
    EXPECT_FALSE(file.has_executable_stack);
    EXPECT_FALSE(file.has_text_relocations);
    const auto notes = std::count_if(file.notes.begin(), file.notes.end(), [](const auto& note) {
        return note.name == "toolhost";
    });
    EXPECT_EQ(notes, 1);
}

TEST(ReadElf, SeesTheFaultsOfTheGallery) {
    EXPECT_TRUE(readElf(bytesOfPlugin("executable_stack.so")).value().has_executable_stack);
    EXPECT_TRUE(readElf(bytesOfPlugin("text_relocations.so")).value().has_text_relocations);
    EXPECT_EQ(readElf(bytesOfPlugin("run_path.so")).value().run_paths,
              std::vector<std::string>{"/opt/vendor/lib"});
    const auto exports = readElf(bytesOfPlugin("unique_symbol.so")).value().exports;
    EXPECT_TRUE(std::any_of(exports.begin(), exports.end(), [](const ElfExport& symbol) {
        return symbol.name == "toolhost_fixture_count" && symbol.is_unique;
    }));
}

TEST(ReadElf, TakesAStackForExecutableThatNothingIsSaidOf) {
    Damaged file;
    file.segment(PT_GNU_STACK).p_type = PT_NULL;
    EXPECT_TRUE(readElf(file.bytes).value().has_executable_stack);
}

TEST(ReadElf, StaysWithinAFileThatEndsAnywhere) {
    const std::string whole = bytesOfPlugin("wrong_abi.so");
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        const std::string cut = whole.substr(0, size);  // its own memory, for the sanitizer
        EXPECT_TRUE(size > 1'024 || !readElf(cut).ok()) << size;
    }
}

TEST(ReadElf, StaysWithinAFileOfWhichAnyByteMayBeWrong) {
    const std::string whole = bytesOfPlugin("wrong_abi.so");
    std::mt19937 random(20'261'122);
    std::size_t refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = whole.substr(0, 0x1000);
        for (int change = 0; change < 4; ++change)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        bytes += whole.substr(0x1000);
        if (!readElf(bytes).ok()) ++refused;
    }
    EXPECT_GT(refused, 0U);
}

}  // namespace
}  // namespace toolhost::loader
