#include "loader/provenance/elf_dynamic.hpp"

#include <algorithm>
#include <utility>

#include "loader/provenance/dotted_version.hpp"

namespace toolhost::loader {
namespace {

constexpr std::uint64_t kEntriesMax = 4'096;
constexpr std::uint64_t kSymbolsMax = 1U << 20U;
constexpr std::uint64_t kVersionsMax = 65'536;
constexpr std::uint64_t kNameBytesMax = 16U << 20U;
constexpr std::string_view kGlibc = "GLIBC_";

void keepNewest(std::string_view version, std::string& newest) {
    if (version.substr(0, kGlibc.size()) != kGlibc) return;
    version.remove_prefix(kGlibc.size());
    const auto found = DottedVersion::parse(version);  // absent for GLIBC_PRIVATE and the like
    if (found && (newest.empty() || DottedVersion::parse(newest) < found)) newest = version;
}

bool isExported(const Elf64_Sym& symbol) {
    const auto binding = ELF64_ST_BIND(symbol.st_info);
    const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
    return symbol.st_shndx != SHN_UNDEF && binding != STB_LOCAL &&
           (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

}  // namespace

base::Result<base::Done> ElfDynamic::read(const Elf64_Phdr& segment, ElfFile& file) {
    name_bytes_left_ = kNameBytesMax;
    if (auto done = readEntries(segment); !done) return done;
    if (auto done = findStrings(); !done) return done;
    if (auto done = nameLibraries(file); !done) return done;
    if (auto done = readSymbols(file); !done) return done;
    if (auto done = readVersions(file); !done) return done;
    readFlags(file);
    return base::Done{};
}

base::Result<base::Done> ElfDynamic::readEntries(const Elf64_Phdr& segment) {
    const auto begin = bytes_.offsetOf(segment.p_vaddr);
    for (std::uint64_t index = 0; index < kEntriesMax; ++index) {
        const std::uint64_t within = index * sizeof(Elf64_Dyn);
        if (within >= segment.p_filesz) return base::Done{};
        const auto entry = begin ? bytes_.at<Elf64_Dyn>(*begin + within) : std::nullopt;
        if (!entry) return base::Error{"its dynamic section lies outside the file"};
        if (entry->d_tag == DT_NULL) return base::Done{};
        entries_.push_back(*entry);
    }
    return base::Error{"its dynamic section has too many entries"};
}

bool ElfDynamic::has(std::int64_t tag) const {
    return std::any_of(
        entries_.begin(), entries_.end(), [tag](const auto& entry) { return entry.d_tag == tag; });
}

/// The last entry counts, as it does for the dynamic linker.
std::uint64_t ElfDynamic::valueOf(std::int64_t tag) const {
    const auto found = std::find_if(entries_.rbegin(), entries_.rend(), [tag](const auto& entry) {
        return entry.d_tag == tag;
    });
    return found == entries_.rend() ? 0 : found->d_un.d_val;
}

base::Result<base::Done> ElfDynamic::findStrings() {
    const auto offset = bytes_.offsetOf(valueOf(DT_STRTAB));
    const auto strings = offset ? bytes_.span(*offset, valueOf(DT_STRSZ)) : std::nullopt;
    if (!strings) return base::Error{"its string table lies outside the file"};
    strings_ = *strings;
    return base::Done{};
}

base::Result<std::string> ElfDynamic::stringAt(std::uint64_t index) {
    if (index >= strings_.size()) return base::Error{"a name lies outside its string table"};
    const auto end = strings_.find('\0', index);
    if (end == std::string_view::npos) return base::Error{"a name in its string table has no end"};
    const std::uint64_t cost = end - index + 1;
    if (cost > name_bytes_left_) return base::Error{"its names are too many and too long"};
    name_bytes_left_ -= cost;
    return std::string(strings_.substr(index, end - index));
}

base::Result<base::Done> ElfDynamic::nameLibraries(ElfFile& file) {
    for (const auto& entry : entries_) {
        const bool is_path = entry.d_tag == DT_RPATH || entry.d_tag == DT_RUNPATH;
        if (entry.d_tag != DT_NEEDED && !is_path) continue;
        auto name = stringAt(entry.d_un.d_val);
        if (!name) return name.error();
        (is_path ? file.run_paths : file.needed).push_back(std::move(name).value());
    }
    return base::Done{};
}

/// The table says nowhere how long it is; the hash table that finds symbols in it does.
base::Result<std::uint64_t> ElfDynamic::countSymbols() const {
    constexpr std::int64_t kHash = DT_HASH;
    constexpr std::int64_t kGnuHash = DT_GNU_HASH;
    if (!has(kHash) && !has(kGnuHash)) return std::uint64_t{0};
    const auto offset = bytes_.offsetOf(valueOf(has(kGnuHash) ? kGnuHash : kHash));
    if (!offset) return base::Error{"its hash table lies outside the file"};
    if (has(kGnuHash)) return countByGnuHash(*offset);
    const auto count = bytes_.at<std::uint32_t>(*offset + sizeof(std::uint32_t));
    if (!count) return base::Error{"its hash table lies outside the file"};
    return std::uint64_t{*count};
}

/// One more than the highest symbol that any chain ends with; 0 when no symbol is exported.
base::Result<std::uint64_t> ElfDynamic::countByGnuHash(std::uint64_t offset) const {
    struct Header {
        std::uint32_t buckets, first_symbol, bloom_words, bloom_shift;
    };
    constexpr std::uint64_t kWord = sizeof(std::uint32_t);
    const auto outside = base::Error{"its hash table lies outside the file"};
    const auto header = bytes_.at<Header>(offset);
    if (!header) return outside;
    const std::uint64_t buckets = offset + sizeof(Header) + std::uint64_t{header->bloom_words} * 8;
    std::uint32_t last = 0;
    for (std::uint64_t index = 0; index < header->buckets; ++index) {
        const auto first = bytes_.at<std::uint32_t>(buckets + index * kWord);
        if (!first) return outside;
        last = std::max(last, *first);
    }
    if (last < header->first_symbol || last == 0) return std::uint64_t{0};
    const std::uint64_t chains = buckets + header->buckets * kWord;
    for (std::uint64_t symbol = last;; ++symbol) {
        const auto link =
            bytes_.at<std::uint32_t>(chains + (symbol - header->first_symbol) * kWord);
        if (!link) return outside;
        if ((*link & 1U) != 0) return symbol + 1;
    }
}

base::Result<base::Done> ElfDynamic::readSymbols(ElfFile& file) {
    const auto count = countSymbols();
    if (!count) return count.error();
    if (count.value() > kSymbolsMax) return base::Error{"it has too many symbols"};
    const auto table = bytes_.offsetOf(valueOf(DT_SYMTAB));
    if (count.value() > 0 && !table) return base::Error{"its symbols lie outside the file"};
    for (std::uint64_t index = 1; index < count.value(); ++index) {
        const auto symbol = bytes_.at<Elf64_Sym>(*table + index * sizeof(Elf64_Sym));
        if (!symbol) return base::Error{"its symbols lie outside the file"};
        if (!isExported(*symbol)) continue;
        auto name = stringAt(symbol->st_name);
        if (!name) return name.error();
        const bool is_unique = ELF64_ST_BIND(symbol->st_info) == STB_GNU_UNIQUE;
        file.exports.push_back({std::move(name).value(), is_unique});
    }
    return base::Done{};
}

base::Result<base::Done> ElfDynamic::readVersions(ElfFile& file) {
    if (!has(DT_VERNEED)) return base::Done{};
    auto offset = bytes_.offsetOf(valueOf(DT_VERNEED));
    for (std::uint64_t count = 0; offset && count < kVersionsMax; ++count) {
        const auto library = bytes_.at<Elf64_Verneed>(*offset);
        if (!library) break;
        if (auto done = readVersionsOf(*library, *offset, file); !done) return done;
        if (library->vn_next == 0) return base::Done{};
        offset = *offset + library->vn_next;
    }
    return base::Error{"the versions it needs lie outside the file"};
}

base::Result<base::Done> ElfDynamic::readVersionsOf(const Elf64_Verneed& library,
                                                    std::uint64_t offset,
                                                    ElfFile& file) {
    offset += library.vn_aux;
    for (std::uint32_t index = 0; index < library.vn_cnt; ++index) {
        const auto version = bytes_.at<Elf64_Vernaux>(offset);
        if (!version) return base::Error{"the versions it needs lie outside the file"};
        const auto name = stringAt(version->vna_name);
        if (!name) return name.error();
        keepNewest(name.value(), file.glibc);
        if (version->vna_next == 0) break;
        offset += version->vna_next;
    }
    return base::Done{};
}

void ElfDynamic::readFlags(ElfFile& file) const {
    const std::uint64_t flags = valueOf(DT_FLAGS);
    file.has_text_relocations = has(DT_TEXTREL) || (flags & DF_TEXTREL) != 0;
    file.has_static_tls = (flags & DF_STATIC_TLS) != 0;
}

}  // namespace toolhost::loader
