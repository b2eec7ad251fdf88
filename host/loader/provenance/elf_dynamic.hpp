#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "loader/provenance/elf_bytes.hpp"
#include "loader/provenance/elf_file.hpp"

namespace toolhost::loader {

/// Reads what the dynamic linker will act on: the dynamic section and the tables it points to.
class ElfDynamic {
public:
    explicit ElfDynamic(const ElfBytes& bytes) : bytes_(bytes) {}

    /// Fills the file's dynamic facts from the entries of its PT_DYNAMIC segment.
    base::Result<base::Done> read(const Elf64_Phdr& segment, ElfFile& file);

private:
    base::Result<base::Done> readEntries(const Elf64_Phdr& segment);
    base::Result<base::Done> findStrings();
    base::Result<base::Done> nameLibraries(ElfFile& file);
    base::Result<base::Done> readSymbols(ElfFile& file);
    base::Result<base::Done> readVersions(ElfFile& file);
    base::Result<base::Done> readVersionsOf(const Elf64_Verneed& library,
                                            std::uint64_t offset,
                                            ElfFile& file);
    void readFlags(ElfFile& file) const;

    [[nodiscard]] bool has(std::int64_t tag) const;
    [[nodiscard]] std::uint64_t valueOf(std::int64_t tag) const;
    [[nodiscard]] base::Result<std::uint64_t> countSymbols() const;
    [[nodiscard]] base::Result<std::uint64_t> countByGnuHash(std::uint64_t offset) const;
    base::Result<std::string> stringAt(std::uint64_t index);

    const ElfBytes& bytes_;
    std::vector<Elf64_Dyn> entries_;
    std::string_view strings_;
    /// What names may still cost, so that a small file cannot name gigabytes.
    std::uint64_t name_bytes_left_ = 0;
};

}  // namespace toolhost::loader
